"""One spec with the files that it refers to: references resolved, places known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from deploycheck.containment.names import Names, address, base_at, joined, named
from deploycheck.documents.document import Document, pointer_steps
from deploycheck.documents.document import pointer as pointer_of
from deploycheck.documents.json_parts import whole
from deploycheck.domains.openapi.references import Refusal, Steps, Target, target
from deploycheck.model.location import Location

MAX_HOPS = 40
"""How many references may follow each other before a chain counts as a cycle."""

_NAMING = ("3.1", "3.2")
"""Versions of OpenAPI whose schemas may name themselves."""
_FROM_UPGRADE: dict[Steps, Steps] = {
    ("components", "schemas"): ("definitions",),
    ("components", "parameters"): ("parameters",),
    ("components", "responses"): ("responses",),
    ("components", "securitySchemes"): ("securityDefinitions",),
}


@dataclass(frozen=True, slots=True)
class SpecFile:
    """One file that was loaded: a whole spec, or a part that specs refer to (`version` is empty then).

    `value` is the document in the form of OpenAPI 3; `upgraded` says that it was Swagger 2.0. `text` is the file as
    written, where its parts are parsed on demand. `naming` says that words by which schemas name themselves occur.
    """

    path: str
    version: str
    value: Any
    document: Document = field(repr=False, compare=False)
    references: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    upgraded: bool = False
    size: int = 0
    text: bytes | None = field(default=None, repr=False, compare=False)
    naming: bool = False

    def location(self, steps: Steps = ()) -> Location:
        """Give the place of the key at `steps`, or of its nearest ancestor that exists."""
        if self.upgraded and len(steps) > 1 and (there := _FROM_UPGRADE.get(steps[:2])):
            steps = there + steps[2:]
        found = self.document.location(steps)
        return Location(self.path, found.line, found.column)


def parsed(file: SpecFile) -> SpecFile:
    """Give a file with all its parts parsed."""
    return file if file.text is None else replace(file, value=whole(file.document), text=None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a spec's files."""

    file: SpecFile = field(repr=False)
    steps: Steps = ()

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.file.location(self.steps)

    @property
    def pointer(self) -> str:
        """The JSON pointer in its file."""
        return pointer_of(self.steps)

    def at(self, *steps: str) -> "Spot":
        """Give the place further down."""
        return Spot(self.file, self.steps + steps)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a spec and where it stands."""

    value: Any
    spot: Spot

    def get(self, key: str) -> Any:  # noqa: ANN401  any JSON value
        """Give the value below `key`, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None


class Specification:
    """A spec and the files below it."""

    __slots__ = ("_names", "files", "naming", "root")

    def __init__(self, root: SpecFile, files: Mapping[str, SpecFile]) -> None:
        self.root = root
        self.files = files
        self.naming = root.version in _NAMING and any(file.naming for file in self.reached)
        self._names: Names | None = None

    @property
    def value(self) -> Mapping[str, Any]:
        """The root document."""
        return self.root.value if isinstance(self.root.value, dict) else {}

    @property
    def reached(self) -> tuple[SpecFile, ...]:
        """The files that the spec is made of, itself first."""
        found, waiting = {self.root.path: self.root}, [self.root]
        while waiting:
            for path in waiting.pop().references:
                if path in self.files and path not in found:
                    found[path] = self.files[path]
                    waiting.append(self.files[path])
        return tuple(found.values())

    def node(self, *steps: str) -> Node:
        """Give the value at `steps` of the root document, references on the way not followed."""
        return Node(descend(self.value, steps), Spot(self.root, steps))

    @property
    def names(self) -> Names:
        """What schemas of the spec's files call themselves."""
        if self._names is None:
            self._names = named((file.path, self._own(file), parsed(file).value) for file in self.reached)
        return self._names

    def _own(self, file: SpecFile) -> str:
        own = self.value.get("$self") if file.path == self.root.path else None
        return joined(address(file.path), own) if isinstance(own, str) else address(file.path)

    def base(self, spot: Spot) -> str:
        """Give the address from which references at a place are read; nothing where no schema names itself."""
        return base_at(spot.file.value, spot.steps, self._own(spot.file)) if self.naming else ""

    def meant(self, text: str, path: str, base: str, *, dynamic: bool = False) -> Target | str:
        """Give the place that a reference in a schema names, read from the address `base`, or why it names none."""
        pointer = text.partition("#")[2]
        place = self.named(text, path) if pointer[:1] in ("", "/") else None
        own = self._own(self.files[path]) if base else ""
        if not base or (place is not None and base == own):
            return place or f"the reference {text} leads nowhere"
        found = self.names.dynamically(text, base) if dynamic else self.names.found(text, base)
        if isinstance(found, str):
            return found
        steps = found[1] + (pointer_steps(unquote(pointer)) if pointer.startswith("/") else ())
        if has(self.files[found[0]].value, steps):
            return Target(found[0], steps)
        # Nothing is there in the schema that names itself: who wrote `#/components/...` can only mean the document.
        return place if place is not None and text.startswith("#") else f"the reference {text} leads nowhere"

    def named(self, text: object, path: str) -> Target | None:
        """Give the place that the reference `text` in `path` names, if it exists."""
        place = target(text, path) if isinstance(text, str) else ""
        if isinstance(place, str) or place.path not in self.files:
            return None
        return place if has(self.files[place.path].value, place.steps) else None

    def fetch(self, place: Target) -> Node:
        """Give the value at a place."""
        file = self.files[place.path]
        return Node(descend(file.value, place.steps), Spot(file, place.steps))

    def follow(self, node: Node) -> Node:
        """Follow references until a value that is none; an unresolvable one gives an empty mapping."""
        for _ in range(MAX_HOPS):
            text = node.get("$ref")
            if not isinstance(text, str):
                return node
            place = self.named(text, node.spot.file.path)
            if place is None:
                break
            node = self.fetch(place)
        return Node({}, node.spot)

    def child(self, node: Node, key: str) -> Node:
        """Give the value below `key` with its references followed."""
        return self.follow(Node(node.get(key), node.spot.at(key)))


def has(value: Any, steps: Steps) -> bool:  # noqa: ANN401  any JSON value
    """Whether there is something at `steps`; what stands there is not looked at."""
    around = descend(value, steps[:-1])
    if not steps:
        return True
    if isinstance(around, dict):
        return steps[-1] in around
    return isinstance(around, list) and steps[-1].isdigit() and int(steps[-1]) < len(around)


def descend(value: Any, steps: Steps, default: Any = None) -> Any:  # noqa: ANN401  any JSON value
    """Give the value at `steps`, or `default`."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return default
    return value
