"""Atoms in words: what a contract's opaque strings mean to people, and which of them are parts of others."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from deploycheck.model.contract import place_of

_METHODS: Final = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"})
_REQUEST: Final = "?request"
_DOTS_OF_A_TABLE: Final = 2
"""`shop.public.orders`: what has fewer is the word of somebody's contract file, which says nothing of its parts."""
_ASPECTS: Final[Mapping[str, str]] = {
    "insert": "INSERT into {}",
    "read": "SELECT from {}",
    "unique": "a unique key of {}",
    "type": "type {}",
    "function": "function {}",
    "state": "what became of {}",
}
"""What stands behind the last colon of an object of a database."""


def in_words(atom: str) -> str:
    """Name an atom for people: `field total of response 200 of GET /orders/{id}`; one of no known form stays as it is.

    The digest of a shape is left out; who calls says which shape is meant.
    """
    place = place_of(atom)
    if _is_operation(place):
        return _operation(place)
    kind, _, rest = place.partition(":")
    if kind == "flag" and rest:
        key, _, type_ = rest.rpartition("@")
        return f"flag {key} of type {type_}" if key else f"flag {rest}"
    if kind == "k8s" and rest:
        return _cluster_object(rest)
    return _schema_object(place)


def leading(atoms: Iterable[str]) -> tuple[str, ...]:
    """Leave out what is only a part of another of these atoms: the responses of an operation, the columns of a table.

    Of what stays, each comes once, in the order given.
    """
    known = dict.fromkeys(atoms)
    places = {place_of(atom) for atom in known}
    return tuple(atom for atom in known if not _is_part(atom, places))


def _is_part(atom: str, places: Collection[str]) -> bool:
    whole = _whole(place_of(atom))
    while whole and whole not in places:
        whole = _whole(whole)
    return bool(whole)


def _whole(place: str) -> str:
    """Give what a place is directly a part of, or nothing."""
    if _is_operation(place):
        operation, status, steps = _answer(place)
        if steps:
            return f"{operation}#{status}"
        whole = operation if status else place.removesuffix(_REQUEST)
        return "" if whole == place else whole
    if place.startswith("flag:"):
        return place.rpartition("@")[0]
    if place.startswith("k8s:"):
        return place.rpartition(":")[0] if place.count(":") > 1 else ""
    whole = place[: max(0, *(place.rfind(sign) for sign in ".:="))]
    return whole if whole.count(".") >= _DOTS_OF_A_TABLE else ""


def _is_operation(place: str) -> bool:
    method, _, path = place.partition(" ")
    return method in _METHODS and path.startswith("/")


def _answer(place: str) -> tuple[str, str, str]:
    """Take the place of a response apart: its operation, the status, and the steps to a field."""
    operation, _, rest = place.rpartition("#")
    status, _, steps = rest.partition(".")
    known = status == "default" or (len(status) == 3 and status[0] in "12345" and status[1:].upper() in _RANGES)  # noqa: PLR2004
    return (operation, status, steps) if operation and known else (place, "", "")


_RANGES: Final = frozenset({"XX", *(f"{number:02}" for number in range(100))})


def _operation(place: str) -> str:
    if place.endswith(_REQUEST):
        return f"the request of {place.removesuffix(_REQUEST)}"
    operation, status, steps = _answer(place)
    if not status:
        return place
    response = "the default response" if status == "default" else f"response {status}"
    return f"field {steps} of {response} of {operation}" if steps else f"{response} of {operation}"


def _cluster_object(name: str) -> str:
    """Put `shop/Service/reviews:9090` into words."""
    parts = name.split("/")
    if len(parts) != 3:  # noqa: PLR2004  namespace, kind, name
        return name
    namespace, kind, rest = parts
    plain, _, port = rest.partition(":")
    thing = f"{kind} {namespace}/{plain}"
    return f"port {port} of {thing}" if port else thing


def _schema_object(place: str) -> str:
    """Put `shop.public.orders:insert` into words; a column or a table is plain enough."""
    name, _, aspect = place.rpartition(":")
    if "." in name and aspect in _ASPECTS:
        return _ASPECTS[aspect].format(name)
    name, _, value = place.partition("=")
    return f"value {value} of type {name}" if "." in name and value else place
