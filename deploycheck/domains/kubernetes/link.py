"""From the objects of single files to what is applied together."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from deploycheck.domains.kubernetes.kustomize.build import Sources, build
from deploycheck.domains.kubernetes.kustomize.read import Kustomization
from deploycheck.domains.kubernetes.kustomize.transform import split_image
from deploycheck.domains.kubernetes.load import Manifests, PatchFile, Variables
from deploycheck.domains.kubernetes.model import Composition, KubernetesModel
from deploycheck.domains.kubernetes.objects import KubernetesObject
from deploycheck.domains.kubernetes.recognise import folder_of
from deploycheck.domains.kubernetes.references import WORKLOAD_KINDS, containers
from deploycheck.domains.kubernetes.workloads import read_service, read_workload
from deploycheck.hooks import Linking
from deploycheck.model.location import Location
from deploycheck.model.service import Estate

_REHEARSALS: Final = frozenset(
    (
        "dev", "develop", "development", "test", "tests", "testing", "staging", "stage", "qa", "demo", "demos", "e2e",
        "sandbox", "example", "examples", "sample", "samples", "local", "preview", "ci", "minikube", "kind", "bench",
    )
)  # fmt: skip


def link(linking: Linking) -> KubernetesModel:
    """Build every composition of the snapshot."""
    sources = _sources(linking)
    owners = _Owners(linking.estate)
    compositions: dict[str, Composition] = {}
    problems: list[tuple[Location, str]] = []
    used: set[str] = set()
    for root in _roots(sources):
        built = build(root, sources)
        used |= built.files
        problems += [(note.location, note.text) for note in built.notes if not note.told]
        gaps = tuple(note.text for note in built.notes if note.adds)
        compositions[root.folder] = _composition(root.folder, root.location, built.objects, gaps, owners)
    used |= {path for one in sources.kustomizations.values() for path in _touched(one, sources)}
    for folder, paths in _folders(sources, used).items():
        objects = [one for path in paths for one in sources.manifests[path]]
        if folder not in compositions and objects:
            compositions[folder] = _composition(folder, Location(paths[0], 1, 1), objects, (), owners, kind="folder")
    return KubernetesModel(compositions, tuple(dict.fromkeys(problems)))


def _sources(linking: Linking) -> Sources:
    kustomizations: dict[str, Kustomization] = {}
    manifests: dict[str, tuple[KubernetesObject, ...]] = {}
    patches: dict[str, tuple[object, ...]] = {}
    variables: dict[str, Mapping[str, str]] = {}
    for path, file in sorted(linking.files.items()):
        match file.facts:
            case Kustomization():
                kustomizations[folder_of(path)] = file.facts
            case Manifests(objects):
                manifests[path] = objects
                patches[path] = tuple(one.value for one in objects)
            case PatchFile(documents):
                patches[path] = tuple(document.value for document in documents)
            case Variables(values):
                variables[path] = values
    return Sources(kustomizations, manifests, patches, variables, frozenset(linking.entries))


def _roots(sources: Sources) -> Iterator[Kustomization]:
    """Give the kustomizations that no other one builds on; components are nothing by themselves."""
    below = {
        path
        for one in sources.kustomizations.values()
        for path, _ in (*one.resources, *one.components)
        if path != one.folder
    }
    for folder, one in sorted(sources.kustomizations.items()):
        if not one.component and folder not in below:
            yield one


def _touched(one: Kustomization, sources: Sources) -> Iterator[str]:
    yield from one.patch_files
    yield from (path for path, _ in one.resources if path in sources.manifests)


def _folders(sources: Sources, used: set[str]) -> dict[str, list[str]]:
    """Give the manifests that no kustomization uses, by folder."""
    folders: dict[str, list[str]] = {}
    for path in sorted(sources.manifests):
        if path not in used:
            folders.setdefault(folder_of(path), []).append(path)
    return folders


def _composition(  # noqa: PLR0913  the parts of one composition
    path: str,
    location: Location,
    objects: Iterable[KubernetesObject],
    gaps: tuple[str, ...],
    owners: "_Owners",
    *,
    kind: str = "kustomization",
) -> Composition:
    known = {one.identity: one for one in objects if one.name}
    by_name = {(one.kind, one.name): one for one in known.values()}
    return Composition(
        path=path,
        kind="folder" if kind == "folder" else "kustomization",
        location=location,
        objects=known,
        workloads=tuple(
            read_workload(one, by_name, owners.of(one)) for one in known.values() if one.kind in WORKLOAD_KINDS
        ),
        services=tuple(
            read_service(one) for one in known.values() if one.kind == "Service" and one.api_version == "v1"
        ),
        gaps=gaps,
        rehearsal=not _REHEARSALS.isdisjoint(PurePosixPath(path.lower()).parts),
    )


class _Owners:
    """Tells whose code a workload runs: by image, by name, else by the folder that it is written in."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._images: dict[str, dict[str, list[str]]] = {}
        for name, service in sorted(estate.services.items()):
            if service.image:
                self._images.setdefault(_short(service.image), {}).setdefault(_variant(service.image), []).append(name)

    def of(self, one: KubernetesObject) -> str | None:
        """Name the service of a workload; None when nobody knows."""
        services = self._estate.services
        images = [str(container.get("image") or "") for container, _ in containers(one)]
        for image in filter(None, images):
            if owner := self._by_image(image):
                return owner
            if _short(image) in services:
                return _short(image)
        if one.name in services:
            return one.name
        return next(
            (former for former in sorted(one.former) if former in services), self._estate.service_of(one.location.path)
        )

    def _by_image(self, image: str) -> str | None:
        """Name the service of an image; where several share its name, the end of the tag tells them apart."""
        variants = self._images.get(_short(image), {})
        wanted = f"-{_variant(image)}"
        fitting = [one for one in variants if one == _variant(image) or (one and wanted.endswith(f"-{one}"))]
        known = list(variants) if len(variants) == 1 else fitting
        names = variants[max(known, key=len)] if known else []
        return names[0] if len(names) == 1 else None


def _short(image: str) -> str:
    return split_image(image)[0].rpartition("/")[2]


def _variant(image: str) -> str:
    """Give what follows the version in a tag: `search` of `shop:1.4-search`."""
    return split_image(image)[1].partition("-")[2]
