"""Values and places out of libyaml's events, without recursion."""

from collections.abc import Iterator
from sys import intern
from typing import Any, Protocol

from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from deploycheck.documents.document import (
    MAX_CONTAINERS,
    MAX_DEPTH,
    MAX_DUPLICATES,
    Document,
    DocumentError,
    Duplicate,
    Place,
    pointer,
)
from deploycheck.documents.scalars import PlainScalars
from deploycheck.documents.yaml_anchors import AliasError, Anchor, Anchors
from deploycheck.documents.yaml_places import COLUMN_BITS, YamlPlaces, YamlPositions

_MERGE: Any = object()
"""Stands for the plain key `<<` until its mapping is complete."""
_TEXT_TAGS = frozenset(("!", "tag:yaml.org,2002:str"))
_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))


class Mark(Protocol):
    """A place in the stream; everything counts from 0."""

    index: int
    line: int
    column: int


class Event(Protocol):
    """Any of libyaml's events, with what we ask of it; which fields are there depends on its class."""

    start_mark: Mark
    end_mark: Mark
    anchor: str
    tag: str | None
    value: str
    implicit: tuple[bool, bool]
    style: str | None


class YamlBuilder:
    """Builds the documents of one stream.

    `_stack` holds the containers around the one that is being filled: each with its marks and its key in work.
    """

    __slots__ = ("_anchors", "_containers", "_duplicates", "_parser", "_path", "_places", "_plain", "_stack")

    def __init__(self, data: bytes, path: str, *, decimal: bool) -> None:
        self._parser: Any = CParser(data)
        self._path = path
        self._plain = PlainScalars(decimal=decimal)
        self._places = YamlPlaces()
        self._containers = 0
        self._reset()

    def _reset(self) -> None:
        self._stack: list[tuple[Any, list[int], Any]] = []
        self._anchors = Anchors()
        self._duplicates: list[Duplicate] = []

    def documents(self) -> Iterator[Document]:
        """Give the stream's documents; raises DocumentError and PyYAML's errors."""
        while (event := self._parser.get_event()) is not None and event.__class__ is not StreamEndEvent:
            if event.__class__ is DocumentStartEvent:
                self._reset()
                value, mark = self._document()
                yield Document(value, self._path, YamlPositions(value, mark, self._places, tuple(self._duplicates)))

    def _document(self) -> tuple[Any, int]:
        """Give the next document's value and mark. One loop without calls: a file of 10 MB takes it a million times."""
        container: Any = []
        marks: list[int] = []
        root, root_marks, key, in_mapping = container, marks, None, False
        get_event, plain = self._parser.get_event, self._plain
        while (event := get_event()).__class__ is not DocumentEndEvent:
            kind = event.__class__
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event, container, marks)
                container, marks, key = self._stack.pop()
                in_mapping, key = container.__class__ is dict, None
                continue
            if in_mapping and key is None:
                key = self._key(event, container, marks)
                continue
            mark = event.start_mark
            marks.append(mark.line << COLUMN_BITS | mark.column)
            if kind is ScalarEvent:
                value = plain[event.value] if event.implicit[0] else event.value
                if event.anchor or event.tag:
                    value = self._special(event)
            elif kind is AliasEvent:
                value = self._alias(event).value
            else:
                value = {} if kind is MappingStartEvent else []
            if in_mapping:
                container[key] = value
            else:
                container.append(value)
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, container, marks, key)
                container, marks, in_mapping = value, [], kind is MappingStartEvent
            key = None
        return root[0], root_marks[0]

    def _key(self, event: Event, mapping: dict[Any, Any], marks: list[int]) -> Any:  # noqa: ANN401 - a text or _MERGE
        mark = event.start_mark
        kind: type = event.__class__
        if kind is ScalarEvent:
            if event.anchor:
                self._special(event)
            key = _MERGE if event.value == "<<" and event.implicit[0] else intern(event.value)
        elif kind is AliasEvent and (text := self._alias(event).text) is not None:
            key = text
        else:
            raise self._error(mark, "a list or mapping can't be a key; quote text that begins with `{` or `[`")
        if key in mapping:
            self._duplicate(key, mapping, marks, mark)
        marks.append(mark.line << COLUMN_BITS | mark.column)
        return key

    def _duplicate(self, key: Any, mapping: dict[Any, Any], marks: list[int], mark: Mark) -> None:  # noqa: ANN401 - as _key gives it
        """Forget the first of two equal keys, so that keys and marks stay in the same order."""
        if len(self._duplicates) == MAX_DUPLICATES:
            raise self._error(mark, f"more than {MAX_DUPLICATES} keys are written twice")
        slot = list(mapping).index(key)
        del mapping[key], marks[2 * slot : 2 * slot + 2]
        name = _text(key)
        # The outermost frame is the list that holds the document itself.
        around = [_text(step) if isinstance(parent, dict) else len(parent) - 1 for parent, _, step in self._stack[1:]]
        self._duplicates.append(Duplicate(pointer([*around, name]), name, Place(mark.line + 1, mark.column + 1)))

    def _special(self, event: Event) -> Any:  # noqa: ANN401 - any scalar
        """Give the value of a scalar that has an anchor or a tag."""
        text: str = event.value
        quoted = event.style not in (None, "")
        as_text = event.tag in _TEXT_TAGS or (quoted and event.tag not in _CORE_TAGS)
        value = text if as_text else self._plain[text]
        if event.anchor:
            self._anchors.define(event.anchor, value, text)
        return value

    def _alias(self, event: Event) -> Anchor:
        try:
            return self._anchors.use(event.anchor, len(self._stack))
        except AliasError as error:
            raise self._error(event.start_mark, str(error)) from None

    def _open(self, event: Event, container: Any, marks: list[int], key: Any) -> None:  # noqa: ANN401 - list or dict, str or _MERGE
        self._stack.append((container, marks, key))
        depth = len(self._stack)
        if depth > MAX_DEPTH:
            raise self._error(event.start_mark, f"the nesting is deeper than {MAX_DEPTH} levels")
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise self._error(event.start_mark, f"the file holds more than {MAX_CONTAINERS:,} lists and mappings")
        if event.anchor:
            self._anchors.begin(event.anchor, depth, event.start_mark.index)
        self._anchors.deepen(depth)

    def _close(self, event: Event, container: Any, marks: list[int]) -> None:  # noqa: ANN401 - list or dict
        if container.__class__ is dict and _MERGE in container:
            self._merge(container, marks)
        self._places.record(container, marks)
        self._anchors.end(container, len(self._stack), event.end_mark.index)

    def _merge(self, mapping: dict[Any, Any], marks: list[int]) -> None:
        """Add what `<<` brings; the mapping's own keys win, then the earlier source."""
        slot = list(mapping).index(_MERGE)
        mark, _ = marks[2 * slot : 2 * slot + 2]
        del marks[2 * slot : 2 * slot + 2]
        value = mapping.pop(_MERGE)
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                message = "`<<` merges mappings; this is none"
                raise DocumentError(self._path, (mark >> COLUMN_BITS) + 1, 0, message)
            for key in source:
                if key not in mapping:
                    mapping[key] = source[key]
                    marks.extend(self._places.member_marks(source, key))

    def _error(self, mark: Mark, message: str) -> DocumentError:
        return DocumentError(self._path, mark.line + 1, mark.column + 1, message)


def _text(key: Any) -> str:  # noqa: ANN401 - as YamlBuilder keeps keys
    return "<<" if key is _MERGE else str(key)
