"""From the bytes of one file to objects, kustomizations, patches and variables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploycheck.documents import Document, DocumentError, TemplateError, load
from deploycheck.documents.repetition import repeated_keys
from deploycheck.domains.kubernetes.kustomize.read import read_kustomization
from deploycheck.domains.kubernetes.objects import KubernetesObject, mapping, sequence, text
from deploycheck.model.change import Claim, Loaded
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_MOST_ITEMS: Final = 10_000


class Manifests(Record):
    """The objects of one file."""

    objects: tuple[KubernetesObject, ...]


class PatchFile(Record):
    """A file that only patches refer to: the values of its documents."""

    documents: tuple[Document, ...]


class Variables(Record):
    """A file of `NAME=value` lines."""

    values: Mapping[str, str]


def load_file(claim: Claim, data: bytes) -> Loaded:
    """Read one claimed file; raises SourceError."""
    match claim.kind:
        case "kubernetes:chart":
            reason = "Helm charts are templates; give deploycheck what `helm template` makes of them"
            return Loaded(None, not_analysed=(NotAnalysed(Location(claim.path, 1, 1), reason, claim.service),))
        case "kubernetes:variables":
            return Loaded(Variables(dict(_variables(data))))
        case "kubernetes:patch":
            return Loaded(PatchFile(tuple(_documents(data, claim.path))))
        case "kubernetes:kustomization":
            return _kustomization(claim, data)
        case _:
            return _manifests(claim, data)


def _kustomization(claim: Claim, data: bytes) -> Loaded:
    documents = [document for document in _documents(data, claim.path) if document.value is not None]
    if len(documents) != 1 or not isinstance(documents[0].value, dict):
        raise SourceError("a kustomization is one mapping", claim.path, 1, 1)
    kustomization = read_kustomization(documents[0])
    patches = tuple((path, "kubernetes:patch") for path in kustomization.patch_files)
    variables = tuple((path, "kubernetes:variables") for path in kustomization.variable_files)
    reasons = tuple(
        NotAnalysed(note.location, note.text, claim.service, kind="part") for note in kustomization.notes if note.told
    )
    return Loaded(kustomization, (*patches, *variables), reasons)


def _manifests(claim: Claim, data: bytes) -> Loaded:
    objects: list[KubernetesObject] = []
    twice: list[NotAnalysed] = []
    for document in _documents(data, claim.path):
        objects += _objects(document, document.value, ())
        twice += repeated_keys(document, len(data), claim.service)
    return Loaded(Manifests(tuple(objects)), not_analysed=tuple(twice))


def _documents(data: bytes, path: str) -> list[Document]:
    try:
        return load(data, path)
    except TemplateError as error:
        raise SourceError(error.message, path, error.line, error.column) from error
    except DocumentError as error:
        raise SourceError(error.message, path, error.line, error.column) from error


def _objects(document: Document, value: Any, root: tuple[str | int, ...]) -> Iterator[KubernetesObject]:  # noqa: ANN401  any YAML
    kind, version = text(mapping(value).get("kind")), text(mapping(value).get("apiVersion"))
    if not kind or not version:
        return
    if kind.endswith("List") and isinstance(value.get("items"), list):
        for index, item in enumerate(sequence(value["items"])[:_MOST_ITEMS]):
            if mapping(item).get("kind") != kind:  # a list in a list would be a mistake, and endless for us
                yield from _objects(document, item, (*root, "items", index))
        return
    place = document.location((*root, "kind")) if not root else document.location(root)
    named = document.location((*root, "metadata", "name"))
    place = named if named.line > place.line else place
    if kind == "Secret":
        yield KubernetesObject(version, kind, _without_data(value), place)
        return
    yield KubernetesObject(version, kind, value, place, document, root)


def _without_data(secret: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the names of a Secret's entries and nothing of their content."""
    kept = {key: value for key, value in secret.items() if key not in ("data", "stringData")}
    entries = {str(key): None for part in ("data", "stringData") for key in mapping(secret.get(part))}
    metadata = {key: value for key, value in mapping(secret.get("metadata")).items() if key != "annotations"}
    return {**kept, "metadata": metadata, "data": entries}


def _variables(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and name and not name.startswith("#"):
            yield name, value
