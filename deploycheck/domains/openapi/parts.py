"""The parts of a request by name: which a version reads, and which a use sends."""

from collections.abc import Iterator, Mapping

from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Operation
from deploycheck.domains.openapi.places import Composition, root
from deploycheck.domains.openapi.sparing import leaves
from deploycheck.model.service import Use

_DEEPEST = 4
_LISTS = 4


def parts_read(api: Api, operation: Operation) -> frozenset[str]:
    """Name the parameters and properties that a version reads: `query.limit`, `header.x-id`, `body.items.sku`."""
    names = {f"{one.place}.{_plain(one.place, one.name)}" for one in operation.parameters.values()}
    for media in operation.body.media.values() if operation.body else ():
        if media.shape is not None:
            names.update(_properties(root(media.shape, api.definitions), ("body",)))
    return frozenset(names)


def sends(use: Use, part: str) -> bool:
    """Whether a use sends a part."""
    known = use.details
    if not isinstance(known, Mapping):
        return False
    place, _, name = part.partition(".")
    match place:
        case "query":
            return name in known.get("query", ())
        case "header":
            return name in {str(one).lower() for one in known.get("headers", ())}
        case "body":
            return any(
                ".".join(path[: name.count(".") + 1]) == name for path in leaves(known.get("request_paths") or ())
            )
        case _:
            return False


def _plain(place: str, name: str) -> str:
    return name.lower() if place == "header" else name


def _properties(here: Composition, path: tuple[str, ...]) -> Iterator[str]:
    if len(path) > _DEEPEST:
        return
    for _ in range(_LISTS):
        if here.names() or not here.elements().parts:
            break
        here = here.elements()
    for name in here.visible("request"):
        yield ".".join((*path, name))
        yield from _properties(here.child(name), (*path, name))
