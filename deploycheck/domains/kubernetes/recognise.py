"""Which files are Kubernetes manifests, kustomizations and Helm charts."""

import re
from collections.abc import Iterator
from typing import Final

from deploycheck.documents.encoding import readable_text
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_KIND: Final = re.compile(rb"""^[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Z]\w+)""", re.MULTILINE)
_VERSION: Final = re.compile(rb"""^[ \t]*["']?apiVersion["']?[ \t]*:[ \t]*["']?([\w./-]+)""", re.MULTILINE)
_GROUPS: Final = re.compile(
    rb"v\d+(?:(?:alpha|beta)\d+)?\Z|(?:apps|batch|autoscaling|policy|extensions|argoproj\.io|flagger\.app"
    rb"|[\w.-]+\.k8s\.io|[\w.-]+\.istio\.io|[\w.-]+\.fluxcd\.io|[\w.-]+\.\w+)/v\d+(?:(?:alpha|beta)\d+)?\Z"
)
_NOT_OURS: Final = (b"backstage.io/", b"skaffold/", b"deploycheck.")
_MOST_BYTES: Final = 32 * 1024 * 1024


def is_kustomization(path: str) -> bool:
    """Whether a file is a kustomization by its name."""
    return path.endswith(_KUSTOMIZATIONS) and path.rpartition("/")[2] in _KUSTOMIZATIONS


_KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def folder_of(path: str) -> str:
    """Give the folder of a path; the root is empty."""
    return path.rpartition("/")[0]


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim the rollout files that manifests name, kustomizations, charts and manifests outside of charts."""
    named = dict(_named(listing, estate))
    for path, service in sorted(named.items()):
        yield Claim(path, "kubernetes:manifest", service, named=True)
    candidates = [path for path in listing.ending(*_SUFFIXES) if path.endswith(_SUFFIXES)]
    candidates += [path for path in listing.holding("Kustomization") if path.endswith("Kustomization")]
    charts = {folder_of(path) for path in candidates if path.rpartition("/")[2] == "Chart.yaml"}
    for path in sorted(candidates):
        if path in named:
            continue
        owner = estate.service_of(path)
        if is_kustomization(path):
            yield Claim(path, "kubernetes:kustomization", owner)
        elif path.rpartition("/")[2] == "Chart.yaml" and not _inside(charts, folder_of(folder_of(path))):
            yield Claim(path, "kubernetes:chart", owner)
        elif (
            path.endswith(_SUFFIXES)
            and not _inside(charts, folder_of(path))
            and looks_like_manifest(readable_text(_read(listing, path)))
        ):
            yield Claim(path, "kubernetes:manifest", owner)


def _named(listing: Listing, estate: Estate) -> Iterator[tuple[str, str]]:
    for name, service in estate.services.items():
        if isinstance(service.rollout, str) and service.rollout in listing.entries:
            yield service.rollout, name


def looks_like_manifest(data: bytes) -> bool:
    """Whether a file holds Kubernetes objects, as cheaply as that can be told."""
    if b"apiVersion" not in data or b"kind" not in data or len(data) > _MOST_BYTES:
        return False
    version = _VERSION.search(data)
    if version is None or _KIND.search(data) is None or not _GROUPS.match(version[1]):
        return False
    return not any(mark in version[1] for mark in _NOT_OURS)


def _inside(charts: set[str], folder: str) -> bool:
    """Whether a folder is a chart's or lies in one; of a chart at the root, only its templates and sub-charts."""
    if "" in charts and folder.partition("/")[0] in ("templates", "charts", "crds"):
        return True
    while folder:
        if folder in charts:
            return True
        folder = folder_of(folder)
    return False


def _read(listing: Listing, path: str) -> bytes:
    try:
        return listing.read(path)
    except UnreadableError:
        return b""  # loading it, if anybody claims it, says why
