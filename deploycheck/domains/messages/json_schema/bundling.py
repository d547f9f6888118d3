"""From JSON documents that refer to one another to one schema and its definitions, each with its source pointer."""

import hashlib
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from deploycheck.containment.document import encoded
from deploycheck.containment.model import Schema
from deploycheck.containment.names import Names, address, base_at, inside, named, refused
from deploycheck.documents.document import pointer, pointer_steps
from deploycheck.domains.messages.json_schema.drafts import (
    SCHEMA,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    VALUES,
    draft_of,
    modern,
)
from deploycheck.model.record import Draft, Record, field

Steps = tuple[str | int, ...]
MOST_LEVELS: Final = 100
MOST_PARTS: Final = 50_000


class Bundle(Record):
    """A schema in plain JSON Schema 2020-12. `sources` says by definition in which file and where it stands.

    `lost` are the places whose references lead nowhere; what hangs on them is unknown.
    """

    root: Schema
    definitions: Mapping[str, Schema]
    sources: Mapping[str, tuple[str, Steps]]
    lost: tuple[tuple[str, Steps, str], ...] = ()
    too_big: bool = False


def bundle(path: str, documents: Mapping[str, Any]) -> Bundle:
    """Bundle the schema at `path` with what it refers to; `documents` holds the values of all files by path."""
    work = _Bundling(path, documents)
    root = work.schema(_Place(path, (), draft_of(documents[path])), documents[path], 0)
    while work.waiting:
        name, place = work.waiting.popitem()
        work.definitions[name] = work.schema(place, work.value(place), 0)
    return Bundle(root, work.definitions, work.sources, tuple(work.lost), work.parts > MOST_PARTS)


def referred_files(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    """Give the paths of the files that a document's references name, relative ones alone."""
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            text = part.get("$ref")
            if isinstance(text, str) and (target := _file(path, text.partition("#")[0])):
                yield target
            stack += [one for word, one in part.items() if word not in VALUES]
        elif isinstance(part, list):
            stack += part


def _file(path: str, written: str) -> str | None:
    """Give the path that a relative reference means; None for others, and for what leads out of the tree."""
    if not written or urlsplit(written).scheme or written.startswith("/"):
        return None
    found = normpath(join(dirname(path), unquote(written)))
    return None if found.startswith("..") else found


class _Place(Record):
    path: str
    steps: Steps
    draft: str

    def inside(self, *steps: str | int) -> "_Place":
        return _Place(self.path, (*self.steps, *steps), self.draft)


class _Bundling(Draft):
    home: str
    documents: Mapping[str, Any]
    definitions: dict[str, Schema] = field(default_factory=dict)
    sources: dict[str, tuple[str, Steps]] = field(default_factory=dict)
    waiting: dict[str, _Place] = field(default_factory=dict)
    lost: list[tuple[str, Steps, str]] = field(default_factory=list)
    parts: int = 0
    _anchors: dict[str, dict[str, Steps]] = field(default_factory=dict)
    _names: Names | None = None

    def schema(self, place: _Place, value: Any, level: int) -> Schema:  # noqa: ANN401  any JSON
        self.parts += 1
        if isinstance(value, bool):
            return value
        if level > MOST_LEVELS or self.parts > MOST_PARTS:
            return self.unknown(place, value, f"beyond {MOST_LEVELS} levels and {MOST_PARTS} parts nothing is read")
        if not isinstance(value, dict):
            return self.unknown(place, value, "a schema is an object or a boolean")
        found: dict[str, Any] = {}
        for word, part in modern(value, place.draft).items():
            if word == "$dynamicRef" and isinstance(part, str):
                self.dynamic(place, part, found)
            else:
                found[word] = self.keyword(place, word, part, level)
        return found

    def dynamic(self, place: _Place, text: str, found: dict[str, Any]) -> None:
        """Write a `$dynamicRef` that means one schema only as a reference to that, beside what is there already."""
        target = self.by_name(place, text, dynamic=True)
        if isinstance(target, str):
            rivals = self.names.candidates(text, self.address(place))
            found |= refused(target, [self.definition(_Place(*one, place.draft)) for one in rivals])
        else:
            found["allOf"] = [*found.get("allOf", ()), {"$ref": self.definition(target)}]

    def keyword(self, place: _Place, word: str, part: Any, level: int) -> Any:  # noqa: ANN401  any JSON
        if word == "$ref":
            return self.reference(place, part)
        source = place.inside(self.written(place, word))
        if word in SCHEMA:
            return self.schema(source, part, level + 1)
        if word in SCHEMA_LISTS and isinstance(part, list):
            return [self.schema(source.inside(index), one, level + 1) for index, one in enumerate(part)]
        if word in SCHEMA_MAPS and isinstance(part, dict):
            return {name: self.schema(source.inside(name), one, level + 1) for name, one in part.items()}
        return part

    def written(self, place: _Place, word: str) -> str:
        """Give the keyword as the document has it, so that places are those of its text."""
        value = self.value(place)
        if not isinstance(value, dict) or word in value:
            return word
        older = {"prefixItems": "items", "items": "additionalItems", "dependentSchemas": "dependencies"}
        return older.get(word, word)

    def reference(self, place: _Place, text: Any) -> str:  # noqa: ANN401  any JSON
        target = self.target(place, text) if isinstance(text, str) else None
        if target is None:
            self.lost.append((place.path, (*place.steps, "$ref"), f"the reference `{text}` leads nowhere"))
            return f"#/$defs/{self.nowhere(text)}"
        return self.definition(target)

    def definition(self, target: _Place) -> str:
        """Give the reference to the definition of what stands at a place."""
        name = self.name(target)
        if name not in self.sources:
            self.sources[name] = (target.path, target.steps)
            self.waiting[name] = target
        return "#/$defs/" + name.replace("~", "~0").replace("/", "~1")

    def name(self, target: _Place) -> str:
        """Name a definition for its place, so that the same one is called the same on both sides."""
        inside = ".".join(str(step) for step in target.steps) or "root"
        return inside if target.path == self.home else f"{target.path} {inside}"

    def nowhere(self, text: Any) -> str:  # noqa: ANN401  any JSON
        """Name a definition that does not exist: containment answers *unknown* for what hangs on it."""
        return "nowhere " + str(text).replace("/", ":").replace("~", ":")

    def unknown(self, place: _Place, value: Any, reason: str) -> Schema:  # noqa: ANN401  any JSON
        """Stand in for what is not read: two of them are the same only where the same is not read."""
        self.lost.append((place.path, place.steps, reason))
        content = hashlib.sha256(encoded(value) or place.path.encode()).hexdigest()[:16]
        return {"$ref": f"#/$defs/{self.nowhere(pointer(place.steps))} {content}"}

    def target(self, place: _Place, text: str) -> _Place | None:
        if self.address(place) == inside(address(place.path), self.documents[place.path]):
            found = self.by_file(place, text)
            if found is not None:
                return found
        named = self.by_name(place, text)
        return None if isinstance(named, str) else named

    @property
    def names(self) -> Names:
        """What the schemas of the documents call themselves."""
        if self._names is None:
            self._names = named((path, address(path), value) for path, value in self.documents.items())
        return self._names

    def address(self, place: _Place) -> str:
        """Give the address from which references in a schema are read: that of the nearest `$id`."""
        steps = tuple(map(str, place.steps))
        return inside(base_at(self.documents[place.path], steps, address(place.path)), self.value(place))

    def by_name(self, place: _Place, text: str, *, dynamic: bool = False) -> _Place | str:
        """Give the place of a schema by the address or the anchor that it gives itself, or why there is none."""
        base, fragment = self.address(place), unquote(text.partition("#")[2])
        found = self.names.dynamically(text, base) if dynamic else self.names.found(text, base)
        if isinstance(found, str):
            return found
        path, steps = found[0], found[1] + (pointer_steps(fragment) if fragment.startswith("/") else ())
        target = _Place(path, steps, place.draft if path == place.path else draft_of(self.documents[path]))
        return f"the reference {text} leads nowhere" if self.value(target) is None else target

    def by_file(self, place: _Place, text: str) -> _Place | None:
        """Give what a reference means that is read from its file, or from the identifier of its file."""
        file, _, fragment = text.partition("#")
        path = place.path if not file else self.by_id(place.path, file) or _file(place.path, file)
        if path is None or path not in self.documents:
            return None
        draft = place.draft if path == place.path else draft_of(self.documents[path])
        fragment = unquote(fragment)
        steps: Steps | None = pointer_steps(fragment) if fragment.startswith("/") else ()
        if fragment and not fragment.startswith("/"):
            steps = self.anchors(path).get("#" + fragment)
        if steps is None or self.value(_Place(path, steps, draft)) is None:
            return None
        return _Place(path, steps, draft)

    def by_id(self, path: str, written: str) -> str | None:
        """Give the file whose root has the identifier that a reference means."""
        here = self.documents[path]
        base = here.get("$id", here.get("id", "")) if isinstance(here, dict) else ""
        wanted = {written, urljoin(base, written) if isinstance(base, str) else written}
        for other, document in self.documents.items():
            if isinstance(document, dict) and document.get("$id", document.get("id")) in wanted:
                return other
        return None

    def anchors(self, path: str) -> Mapping[str, Steps]:
        if path not in self._anchors:
            self._anchors[path] = dict(_anchored(self.documents[path]))
        return self._anchors[path]

    def value(self, place: _Place) -> Any:  # noqa: ANN401  any JSON
        """Give what stands at a place; None where there is nothing."""
        value = self.documents[place.path]
        for step in place.steps:
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and str(step).isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
        return value


def _anchored(document: Any) -> Iterator[tuple[str, Steps]]:  # noqa: ANN401  any JSON
    stack: list[tuple[Any, Steps]] = [(document, ())]
    while stack:
        part, steps = stack.pop()
        if isinstance(part, dict):
            if isinstance(part.get("$anchor"), str):
                yield f"#{part['$anchor']}", steps
            for word in ("$id", "id"):
                if isinstance(part.get(word), str) and part[word].startswith("#"):
                    yield part[word], steps
            stack += [(one, (*steps, word)) for word, one in part.items() if word not in VALUES]
        elif isinstance(part, list):
            stack += [(one, (*steps, index)) for index, one in enumerate(part)]
