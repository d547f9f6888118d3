"""Which parts of two versions of one spec are the same text, with all that they refer to.

What is untouched in this sense cannot differ in anything that callers notice, so that nobody needs to read it. The
units are path items, webhooks and components; a unit is touched when its text differs, and when it refers, over any
number of steps, to one that is (the reverse closure of the references). Everything that acts on all operations at once
(servers, security and its schemes, the version of OpenAPI) must be the same, or nothing counts as untouched.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from deploycheck.containment.document import encoded
from deploycheck.documents.json_parts import Parts
from deploycheck.domains.openapi.model import canonical
from deploycheck.domains.openapi.references import Steps, Target, target, written
from deploycheck.domains.openapi.specification import SpecFile, Specification

if TYPE_CHECKING:
    from deploycheck.domains.openapi.link import Api

_COMPONENTS = "components"
_GROUPS = ("paths", "webhooks", "x-webhooks")
_EVERYWHERE = ("security", "jsonSchemaDialect", "$self")
"""Members of a spec that act on all of it."""


class Untouched:
    """The units of two versions of a spec that are the same, with all that they refer to."""

    __slots__ = ("_base", "_changed_units", "_head", "_path", "_touched")

    def __init__(self, base: SpecFile, head: SpecFile) -> None:
        self._path = head.path
        self._base = dict(_units(base.value))
        self._head = dict(_units(head.value))
        self._changed_units = self._changed()
        self._touched = self._closure(set(self._changed_units))

    def holds(self, *steps: str) -> bool:
        """Whether the unit that the value at `steps` is in, or is, is untouched."""
        unit = unit_of(steps)
        return unit in self._head and unit not in self._touched

    def reasons(self, *steps: str) -> frozenset[Steps]:
        """Give the touched units that one of head refers to, if it did not differ itself."""
        unit = unit_of(steps)
        if unit in self._changed_units or unit not in self._head:
            return frozenset()
        return frozenset(used for used in self._used(self._head[unit]) if used in self._touched)

    def give_up(self, paths: Iterable[str]) -> None:
        """Count some paths as touched from now on."""
        self._touched.update(("paths", path) for path in paths)

    def _changed(self) -> set[Steps]:
        keys = self._base.keys() | self._head.keys()
        return {key for key in keys if not _same_text(self._base.get(key), self._head.get(key))}

    def _closure(self, changed: set[Steps]) -> set[Steps]:
        if not changed:
            return changed
        users: dict[Steps, list[Steps]] = {}
        touched = set(changed)
        for unit in self._head.keys() - changed:
            for used in self._used(self._head[unit]):
                users.setdefault(used, []).append(unit)
                if used not in self._head:  # it is gone, or it is a whole group of units
                    touched.add(unit)
        waiting = list(touched)
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in touched:
                    touched.add(user)
                    waiting.append(user)
        return touched

    def _used(self, text: Any) -> Iterator[Steps]:  # noqa: ANN401  a buffer
        for reference in written(text):
            place = target(reference, self._path)
            if isinstance(place, Target):
                yield unit_of(place.steps)


def _same_text(one: Any, other: Any) -> bool:  # noqa: ANN401  buffers, None where there is none
    return one is not None and other is not None and len(one) == len(other) and bytes(one) == bytes(other)


def unit_of(steps: Steps) -> Steps:
    """Give the unit that a place is in."""
    if steps[:1] == (_COMPONENTS,):
        return steps[:3]
    return steps[:2] if steps[:1] and steps[0] in _GROUPS else steps[:1]


def _units(value: Any) -> Iterator[tuple[Steps, Any]]:  # noqa: ANN401  any document
    """Give every unit with its text."""
    for name in value if isinstance(value, dict) else ():
        if name in _GROUPS:
            yield from _members(value[name], (name,))
        elif name == _COMPONENTS and isinstance(value[name], dict):
            for section in value[name]:
                yield from _members(value[name][section], (name, section))
        else:
            yield (name,), _text(value, name)


def _members(value: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:  # noqa: ANN401  as written
    for name in value if isinstance(value, dict) else ():
        yield (*steps, name), _text(value, name)


def _text(value: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  a buffer; None when it cannot be written
    raw = value.raw(name) if isinstance(value, Parts) else None
    return memoryview(raw) if raw is not None else encoded(value[name])


def untouched(base: "Api", head: "Api") -> Untouched | None:
    """Give what is the same in two versions of an API; None where something that acts on all operations differs."""
    one, other = base.specification, head.specification
    if not (base.selective and head.selective and _alone(one) and _alone(other)):
        return None
    if base.version != head.version or base.base_path != head.base_path:
        return None
    if any(one.value.get(key) != other.value.get(key) for key in _EVERYWHERE):
        return None
    found = Untouched(one.root, other.root)
    return found if _same_schemes(found, one, other) else None


def _alone(specification: Specification) -> bool:
    root = specification.root
    return not root.references and not root.refused and not root.upgraded and not specification.naming


def _same_schemes(found: Untouched, base: Specification, head: Specification) -> bool:
    """Whether all security schemes are the same: operations call them by name alone."""
    names: set[str] = set()
    for side in (base, head):
        schemes = side.node(_COMPONENTS, "securitySchemes").value
        names.update(schemes if isinstance(schemes, dict) else ())
    return all(found.holds(_COMPONENTS, "securitySchemes", name) for name in names)


def meeting(api: "Api", found: Untouched, touched: set[str]) -> set[str]:
    """Give the untouched paths whose template is one of `touched`, but for its parameters' names."""
    paths = api.specification.node("paths").value
    same = (path for path in (paths if isinstance(paths, dict) else ()) if found.holds("paths", path))
    return {path for path in same if not touched.isdisjoint((canonical(path), canonical(api.base_path + path)))}
