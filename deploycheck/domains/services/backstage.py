"""Backstage's `catalog-info.yaml`: components with owners, the APIs that they provide and consume."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.documents.document import Document
from deploycheck.documents.yaml import load_yaml
from deploycheck.domains.services.tree import Tree, base_name, folder_of, resolve
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.service import Consumed, Provided, Service

_NAMES = frozenset({"catalog-info.yaml", "catalog-info.yml"})
_NOT_DEPLOYED = frozenset({"library", "documentation", "template", "package"})


class CatalogEntity(Record):
    """A Component or an API; `definition` is the file that an API's `$text` or `$openapi` names, as written."""

    kind: str
    name: str
    location: Location
    type: str = ""
    owner: str | None = None
    provides: tuple[str, ...] = ()
    consumes: tuple[str, ...] = ()
    source: str = ""
    definition: str = ""


def is_catalog(path: str) -> bool:
    """Whether a file is a Backstage catalogue, by its name."""
    return path.endswith((".yaml", ".yml")) and base_name(path) in _NAMES


def parse_catalog(data: bytes, path: str) -> tuple[CatalogEntity, ...]:
    """Read the components and APIs of a catalogue file; raises SourceError."""
    found = (_entity(document) for document in load_yaml(data, path))
    return tuple(one for one in found if one is not None)


def catalog_services(entities: tuple[CatalogEntity, ...], tree: Tree) -> Iterator[Service]:
    """Give the deployed components as services, with the specs of the APIs that they provide."""
    specs = {one.name: one for one in entities if one.kind == "API"}
    for one in entities:
        if one.kind != "Component" or one.type in _NOT_DEPLOYED:
            continue
        yield Service(
            name=one.name,
            path=_folder(one, tree),
            location=one.location,
            origin="backstage",
            owner=one.owner,
            provides=tuple(_provided(api, specs, tree) for api in one.provides if _spec(api, specs, tree)),
            consumes=tuple(Consumed(api, (), location=one.location) for api in one.consumes),
        )


def _spec(api: str, specs: Mapping[str, CatalogEntity], tree: Tree) -> str | None:
    entity = specs.get(api)
    if entity is None or not entity.definition or "://" in entity.definition:
        return None
    path = resolve(folder_of(entity.location.path), entity.definition)
    return path if path is not None and tree.is_file(path) else None


def _provided(api: str, specs: Mapping[str, CatalogEntity], tree: Tree) -> Provided:
    return Provided(api, _spec(api, specs, tree) or "", location=specs[api].location)


def _folder(entity: CatalogEntity, tree: Tree) -> str:
    """Give the folder that `backstage.io/source-location` names, else that of the file.

    The annotation is `url:https://host/org/repo/tree/BRANCH/FOLDER/`; branches hold slashes, too, so the longest tail
    that is a folder here counts.
    """
    _, found, tail = entity.source.partition("/tree/")
    steps = [step for step in tail.split("/") if step] if found else []
    for start in range(1, len(steps)):
        folder = "/".join(steps[start:])
        if tree.is_folder(folder):
            return folder
    return folder_of(entity.location.path)


def _entity(document: Document) -> CatalogEntity | None:
    value = document.value
    if not isinstance(value, dict) or value.get("kind") not in ("Component", "API"):
        return None
    metadata, spec = _mapping(value.get("metadata")), _mapping(value.get("spec"))
    name = metadata.get("name")
    if not isinstance(name, str):
        return None
    annotations, definition = _mapping(metadata.get("annotations")), _mapping(spec.get("definition"))
    return CatalogEntity(
        kind=value["kind"],
        name=name,
        location=document.location(("metadata", "name")),
        type=str(spec.get("type") or ""),
        owner=_reference(spec.get("owner")) or None,
        provides=_references(spec.get("providesApis")),
        consumes=_references(spec.get("consumesApis")),
        source=str(annotations.get("backstage.io/source-location") or ""),
        definition=str(definition.get("$text") or definition.get("$openapi") or ""),
    )


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  any YAML
    return value if isinstance(value, dict) else {}


def _references(value: Any) -> tuple[str, ...]:  # noqa: ANN401  any YAML
    return tuple(_reference(one) for one in value if one) if isinstance(value, list) else ()


def _reference(value: Any) -> str:  # noqa: ANN401  any YAML
    """Give the name in an entity reference, `[kind:][namespace/]name`."""
    return str(value or "").rpartition(":")[2].rpartition("/")[2]
