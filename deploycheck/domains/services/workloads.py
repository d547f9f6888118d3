"""Workloads whose name or image is that of a folder with a Dockerfile."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploycheck.documents.yaml import load_yaml
from deploycheck.domains.services.dockerfiles import name_of
from deploycheck.domains.services.tree import image_name
from deploycheck.hooks import Listing
from deploycheck.model.errors import SourceError
from deploycheck.model.service import Service
from deploycheck.model.snapshot import UnreadableError

_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "Rollout", "Job", "CronJob"})
_SNIFF = re.compile(rb"^kind:\s*[\"']?(Deployment|StatefulSet|DaemonSet|Rollout|Job|CronJob)\b", re.MULTILINE)
_LIKELY = re.compile(
    r"(?i)k8s|kube|manifest|deploy|kustom|overlay|gitops|argo|flux|release|rollout|statefulset|workload|infra|helm|chart|/base/"
)
_LARGEST = 2 * 1024 * 1024


def workload_candidates(paths: Iterable[str]) -> Iterator[str]:
    """Give the files that may hold workloads, by their names."""
    for path in paths:
        if path.endswith((".yaml", ".yml")) and _LIKELY.search("/" + path) and "/templates/" not in path:
            yield path


def workload_services(listing: Listing, homes: Mapping[str, str]) -> Iterator[Service]:
    """Give the workloads that stand for a folder in `homes`; files that can't be read are the business of others."""
    folders = {name_of(folder): folder for folder in homes if folder}
    if not folders:
        return
    for path in workload_candidates(listing.ending(".yaml", ".yml")):
        size = listing.entries[path].size
        if size is not None and size > _LARGEST:
            continue
        try:
            data = listing.read(path)
            if _SNIFF.search(data):
                yield from _in_file(data, path, folders)
        except (SourceError, UnreadableError):
            continue


def _in_file(data: bytes, path: str, folders: Mapping[str, str]) -> Iterator[Service]:
    for document in load_yaml(data, path):
        value = document.value
        if not isinstance(value, dict) or value.get("kind") not in _KINDS:
            continue
        metadata = value.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        if not isinstance(name, str):
            continue
        images = list(_images(value))
        built = next((image for image in images if image_name(image) in folders), None)
        folder = folders.get(image_name(built)) if built else folders.get(name)
        if folder is not None:
            image = built or (images[0] if images else None)
            yield Service(name, folder, document.location(("metadata", "name")), origin="workload", image=image)


def _images(workload: Mapping[str, Any]) -> Iterator[str]:
    """Give the images of a workload's containers, through the template of a CronJob's job where there is one."""
    spec = workload.get("spec")
    for step in ("jobTemplate", "spec", "template", "spec"):
        inner = spec.get(step) if isinstance(spec, dict) else None
        spec = inner if inner is not None else spec
    containers = spec.get("containers") if isinstance(spec, dict) else None
    for container in containers if isinstance(containers, list) else ():
        if isinstance(container, dict) and isinstance(container.get("image"), str):
            yield container["image"]
