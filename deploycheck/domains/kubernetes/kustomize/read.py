"""A kustomization file as facts."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, Final

from deploycheck.documents import Document
from deploycheck.domains.kubernetes.objects import labels, mapping, sequence, strings, text, whole
from deploycheck.domains.kubernetes.recognise import folder_of
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field

_ADDING: Final = ("helmCharts", "helmChartInflationGenerator", "generators")
_CHANGING: Final = ("transformers", "replacements", "vars", "configurations")


class Note(Record):
    """A part of a composition that is not understood. `adds` says that objects may be missing because of it.

    `told` says that the loader reports it; the rest is told where the composition is built.
    """

    location: Location
    text: str
    adds: bool
    told: bool = True


class Target(Record):
    """Which objects a patch is for; empty parts fit everything."""

    group: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    labels: str = ""


class Patch(Record):
    """One patch: in a file, or written in the kustomization."""

    location: Location
    path: str = ""
    inline: Any = None
    target: Target | None = None


class Generator(Record):
    """A generator of ConfigMaps or Secrets; `literals` keep values for ConfigMaps only."""

    kind: str
    name: str
    location: Location
    namespace: str = ""
    behaviour: str = "create"
    literals: Mapping[str, str | None] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    hashed: bool = True


class Image(Record):
    """A change of images: by name, to another name, tag or digest."""

    name: str
    new_name: str = ""
    new_tag: str = ""
    digest: str = ""


class LabelSet(Record):
    """Labels for every object, and whether selectors and pod templates get them, too."""

    pairs: Mapping[str, str]
    selectors: bool
    templates: bool


class Kustomization(Record):
    """A kustomization or component; all paths are from the snapshot's root."""

    path: str
    location: Location
    component: bool
    resources: tuple[tuple[str, Location], ...]
    components: tuple[tuple[str, Location], ...]
    patches: tuple[Patch, ...]
    generators: tuple[Generator, ...]
    prefix: str
    suffix: str
    namespace: str
    labels: tuple[LabelSet, ...]
    images: tuple[Image, ...]
    replicas: tuple[tuple[str, int], ...]
    notes: tuple[Note, ...]

    @property
    def folder(self) -> str:
        """The folder that it stands for."""
        return folder_of(self.path)

    @property
    def patch_files(self) -> tuple[str, ...]:
        """The files that its patches are in."""
        return tuple(patch.path for patch in self.patches if patch.path)

    @property
    def variable_files(self) -> tuple[str, ...]:
        """The files of variables that its ConfigMaps are made of."""
        return tuple(
            path for generator in self.generators if generator.kind == "ConfigMap" for path in generator.variables
        )


def resolved(folder: str, relative: str) -> str | None:
    """Give a path from the root for one that is relative to `folder`; None for addresses and what leaves the root."""
    if "://" in relative or relative.startswith(("github.com/", "git@", "git::", "/")) or "?ref=" in relative:
        return None
    path = normpath(f"{folder}/{relative}" if folder else relative)
    if path == ".":
        return ""
    return None if path.startswith("..") else path


def read_kustomization(document: Document) -> Kustomization:
    """Read a kustomization; what is not understood stands in its notes."""
    value = document.value
    folder = folder_of(document.path)
    notes = list(_unsupported(document))
    resources = tuple(_entries(document, ("resources", "bases"), folder, notes))
    components = tuple(_entries(document, ("components",), folder, notes))
    return Kustomization(
        path=document.path,
        location=document.location(),
        component=value.get("kind") == "Component",
        resources=resources,
        components=components,
        patches=tuple(_patches(document, folder)),
        generators=tuple(_generators(document, folder)),
        prefix=text(value.get("namePrefix")),
        suffix=text(value.get("nameSuffix")),
        namespace=text(value.get("namespace")),
        labels=tuple(_labels(value)),
        images=tuple(_images(value)),
        replicas=tuple(_replicas(value)),
        notes=tuple(notes),
    )


def _unsupported(document: Document) -> Iterator[Note]:
    for key in (*_ADDING, *_CHANGING):
        if document.value.get(key):
            what = f"`{key}` of a kustomization is not understood"
            yield Note(document.location((key,)), what, adds=key in _ADDING)


def _entries(
    document: Document, keys: tuple[str, ...], folder: str, notes: list[Note]
) -> Iterator[tuple[str, Location]]:
    for key in keys:
        for index, entry in enumerate(sequence(document.value.get(key))):
            place = document.location((key, index))
            path = resolved(folder, entry) if isinstance(entry, str) else None
            if path is None:
                notes.append(Note(place, f"{entry} is not in this snapshot, and nothing is fetched", adds=True))
            else:
                yield path, place


def _patches(document: Document, folder: str) -> Iterator[Patch]:
    value = document.value
    for key in ("patchesStrategicMerge", "patches", "patchesJson6902"):
        for index, entry in enumerate(sequence(value.get(key))):
            place = document.location((key, index))
            match entry:
                case str() if "\n" in entry:
                    yield Patch(place, inline=entry)
                case str():
                    yield Patch(place, path=resolved(folder, entry) or "")
                case dict():
                    path = text(entry.get("path"))
                    target = _target(entry["target"]) if isinstance(entry.get("target"), dict) else None
                    inline = entry.get("patch")
                    yield Patch(place, resolved(folder, path) or "" if path else "", inline, target)


def _target(value: Mapping[str, Any]) -> Target:
    keys = ("group", "kind", "name", "namespace", "labelSelector")
    return Target(*(text(value.get(key)) for key in keys))


def _generators(document: Document, folder: str) -> Iterator[Generator]:
    value = document.value
    plain = bool(mapping(value.get("generatorOptions")).get("disableNameSuffixHash"))
    for key, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for index, entry in enumerate(sequence(value.get(key))):
            if not isinstance(entry, dict) or not text(entry.get("name")):
                continue
            pairs = (literal.partition("=") for literal in strings(entry.get("literals")))
            variables = [*strings(entry.get("envs")), *([entry["env"]] if isinstance(entry.get("env"), str) else [])]
            own = mapping(entry.get("options")).get("disableNameSuffixHash")
            yield Generator(
                kind=kind,
                name=text(entry["name"]),
                location=document.location((key, index)),
                namespace=text(entry.get("namespace")),
                behaviour=text(entry.get("behavior")) or "create",
                literals={name: value if kind == "ConfigMap" else None for name, _, value in pairs},
                files=tuple(_file_key(name) for name in strings(entry.get("files"))),
                variables=tuple(path for name in variables if (path := resolved(folder, name))),
                hashed=not (plain if own is None else own),
            )


def _file_key(entry: str) -> str:
    """Give the key of a generator's `files` entry: `key=path`, or the file's name."""
    key, equals, _ = entry.partition("=")
    return key if equals else PurePosixPath(entry).name


def _labels(value: Mapping[str, Any]) -> Iterator[LabelSet]:
    if common := labels(value.get("commonLabels")):
        yield LabelSet(common, selectors=True, templates=True)
    for entry in sequence(value.get("labels")):
        if pairs := labels(mapping(entry).get("pairs")):
            selectors = bool(entry.get("includeSelectors"))
            yield LabelSet(pairs, selectors, selectors or bool(entry.get("includeTemplates")))


def _images(value: Mapping[str, Any]) -> Iterator[Image]:
    for entry in map(mapping, sequence(value.get("images"))):
        if name := text(entry.get("name")):
            yield Image(name, text(entry.get("newName")), text(entry.get("newTag")), text(entry.get("digest")))


def _replicas(value: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for entry in map(mapping, sequence(value.get("replicas"))):
        count = whole(entry.get("count"))
        if text(entry.get("name")) and count is not None:
            yield text(entry["name"]), count
