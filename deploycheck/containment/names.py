"""Names that schemas give themselves, and what references by such names mean (JSON Schema 2020-12, section 8.2).

`$id` makes a schema a resource with an address, from which references inside it are read; `$anchor` and
`$dynamicAnchor` name a part of the resource around it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, unquote, urldefrag, urljoin

from deploycheck.containment.document import REFUSED
from deploycheck.containment.keywords import VALUES

Steps = tuple[str, ...]
Place = tuple[str, Steps]
"""A file and the steps to a schema in it."""

WORDS: Final = (b"$id", b"$anchor", b"$dynamicAnchor", b"$dynamicRef", b"$self", b"\\u0024", b"\\x24")
"""A text without any of them (or an escaped dollar) names nothing; one with them may have them as data."""
_BY_NAME: Final = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "responses", "headers",
     "parameters", "requestBodies", "callbacks", "links", "pathItems", "mediaTypes")
)  # fmt: skip
"""What holds things by name: no word below is a keyword, and none of the names is one either."""


def address(path: str) -> str:
    """Give what stands for the address of a file of the snapshot."""
    return f"file:///{quote(path)}"


def joined(base: str, written: str) -> str:
    """Give the address that a reference or an identifier means, without its fragment."""
    try:
        return urldefrag(urljoin(base, written)).url
    except ValueError:
        return written


@dataclass(frozen=True, slots=True)
class Names:
    """What is called what in some documents: addresses, anchors by (address, name), dynamic anchors by name."""

    resources: dict[str, list[Place]] = field(default_factory=dict)
    anchors: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    dynamic: dict[str, list[Place]] = field(default_factory=dict)

    def found(self, written: str, base: str) -> Place | str:
        """Give the schema that a reference names as a resource or by an anchor, or why it names none.

        A pointer behind `#` is not looked at: the place is then that of the resource itself.
        """
        uri, _, fragment = written.partition("#")
        resource = joined(base, uri)
        fragment = unquote(fragment)
        by_anchor = fragment and not fragment.startswith("/")
        places = self.anchors.get((resource, fragment), []) if by_anchor else self.resources.get(resource, [])
        if len(places) == 1:
            return places[0]
        what = f"{resource.removeprefix('file:///')}#{fragment}" if by_anchor else resource.removeprefix("file:///")
        return f"{len(places)} schemas are called {what}" if places else f"no schema is called {what}"

    def candidates(self, written: str, base: str) -> list[Place]:
        """Give all schemas that a reference may mean: what depends on it changes where one of them does."""
        uri, _, fragment = written.partition("#")
        resource, fragment = joined(base, uri), unquote(fragment)
        alike = [*self.anchors.get((resource, fragment), ()), *self.dynamic.get(fragment, ())]
        return list(dict.fromkeys([*alike, *(self.resources.get(resource, ()) if not alike else ())]))

    def dynamically(self, written: str, base: str) -> Place | str:
        """Give the schema that a `$dynamicRef` names whatever the way to it, or why there may be several."""
        place = self.found(written, base)
        name = unquote(written.partition("#")[2])
        rivals = self.dynamic.get(name, [])
        if isinstance(place, str) or place not in rivals or len(rivals) == 1:
            return place
        return (
            f"{len(rivals)} schemas have the `$dynamicAnchor` {name}, and which of them is meant depends on the schema "
            "that a value is first held against"
        )


def named(documents: Iterable[tuple[str, str, Any]]) -> Names:
    """Walk documents (path, address, value) and collect what their schemas call themselves."""
    names = Names()
    for path, own, value in documents:
        for uri in {own, address(path)}:
            names.resources.setdefault(uri, []).append((path, ()))
        _collect(names, path, own, value)
    return names


def _collect(names: Names, path: str, own: str, document: Any) -> None:  # noqa: ANN401  any document
    stack: list[tuple[Any, Steps, str, bool]] = [(document, (), own, False)]
    while stack:
        part, steps, base, by_name = stack.pop()
        if isinstance(part, dict):
            here = base
            if not by_name:
                here = inside(base, part)
                _note(names, (path, steps), here, part, resource=here != base)
            stack.extend(_below(part, steps, here, by_name=by_name))
        elif isinstance(part, list):
            stack.extend((one, (*steps, str(index)), base, False) for index, one in enumerate(part))


def _below(part: dict[str, Any], steps: Steps, base: str, *, by_name: bool) -> Iterator[tuple[Any, Steps, str, bool]]:
    for key, value in part.items():
        if isinstance(value, dict | list) and (by_name or (key not in VALUES and not key.startswith("x-"))):
            yield value, (*steps, key), base, not by_name and key in _BY_NAME


def _note(names: Names, place: Place, base: str, part: dict[str, Any], *, resource: bool) -> None:
    if resource:
        names.resources.setdefault(base, []).append(place)
    called = {part[word] for word in ("$anchor", "$dynamicAnchor") if isinstance(part.get(word), str)}
    for name in sorted(called):
        names.anchors.setdefault((base, name), []).append(place)
    if isinstance(part.get("$dynamicAnchor"), str):
        names.dynamic.setdefault(part["$dynamicAnchor"], []).append(place)


def inside(base: str, schema: Any) -> str:  # noqa: ANN401  any part of a document
    """Give the address from which references in a schema are read: its own, where it has one."""
    own = schema.get("$id") if isinstance(schema, dict) else None
    return joined(base, own) if isinstance(own, str) else base


def refused(reason: str, candidates: Iterable[str]) -> dict[str, Any]:
    """Give what stands for a reference that is not followed: the reason, and references to all that it may mean.

    The latter make two schemas differ where one of their candidates does.
    """
    listed = {f"candidate {number}": {"$ref": one} for number, one in enumerate(candidates)}
    return {"$dynamicRef": REFUSED + reason, **({"$defs": listed} if listed else {})}


def base_at(document: Any, steps: Steps, own: str) -> str:  # noqa: ANN401  any document
    """Give the address from which references at a place of a document are read; `own` is the document's."""
    value, base = document, own
    for step in steps:
        base = inside(base, value)
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            break
    return base
