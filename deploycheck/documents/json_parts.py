"""Big JSON documents, of which only those parts are parsed that somebody asks for.

msgspec checks the syntax of what it leaves raw as strictly as of what it parses. The depth of the nesting is looked
for in the bytes: a document that may be too deep is parsed whole. Numbers too big to compute with stay text.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from deploycheck.documents.document import MAX_DEPTH, Document
from deploycheck.documents.encoding import utf8
from deploycheck.documents.json import load_json, within_containers
from deploycheck.documents.json_places import JsonPositions
from deploycheck.documents.scalars import exact

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values

Split = Mapping[str, "Split"]
"""Which members are split again, by name; `*` stands for every name."""

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _number(text: str) -> Decimal | str:
    value = exact(text)
    return text if value is None else value


_VALUE = msgspec.json.Decoder(float_hook=_number)
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_ROUNDS = 60


class Parts(dict[str, Any]):
    """An object of a JSON document whose members are parsed one by one, each when it is first asked for.

    Read-only, like every value of a document. `raw` gives a member as it is written.
    """

    __slots__ = ("_raw", "_split")

    def __init__(self, data: bytes | msgspec.Raw, split: Split) -> None:
        self._raw = _MEMBERS.decode(data)
        self._split = split
        super().__init__(self._raw)

    def raw(self, key: str) -> msgspec.Raw | None:
        """Give the text of a member; None when there is none."""
        return self._raw.get(key)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  any JSON value
        value = super().__getitem__(key)
        if value.__class__ is msgspec.Raw:
            value = self._parsed(key, value)
            super().__setitem__(key, value)
        return value

    def _parsed(self, key: str, raw: msgspec.Raw) -> Any:  # noqa: ANN401  any JSON value
        split = self._split.get(key, self._split.get("*"))
        if split is not None and bytes(memoryview(raw)[:1]) == b"{":
            return Parts(raw, split)
        return _VALUE.decode(raw)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  as dict has it
        """Give the member under `key`, or `default`."""
        return self[key] if key in self else default  # noqa: SIM401  it would ask itself

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()  # with a method of its own, nobody copies the raw members behind our back

    def items(self) -> "dict_items[str, Any]":
        """Give names and members, all parsed."""
        self._parse_all()
        return super().items()

    def values(self) -> "dict_values[str, Any]":
        """Give the members, all parsed."""
        self._parse_all()
        return super().values()

    def _parse_all(self) -> None:
        for key in self._raw:
            self[key]

    def __eq__(self, other: object) -> bool:
        self._parse_all()
        return super().__eq__(other)

    __hash__ = None  # as every dict


def load_json_parts(data: bytes, split: Split, path: str = "") -> Document:
    """Parse one JSON document with fractions as Decimal, an object's members on demand; raises DocumentError.

    The value is `Parts` where that can be done; it equals what `load_json` gives.
    """
    text = utf8(data, path)
    within_containers(text, path)
    try:
        if not _may_be_deep(text):
            return Document(Parts(text, split), path, JsonPositions(text))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass  # the whole parse says what is wrong, and where
    return load_json(data, path, decimal=True)


def whole(document: Document) -> Any:  # noqa: ANN401  any JSON value
    """Give the value of a document in plain containers."""
    if not isinstance(document.value, Parts):
        return document.value
    return plain(document.value)


def plain(parts: Parts) -> dict[str, Any]:
    """Give an object of parts as a plain one, parsed anew: what is parsed already is not shared."""
    return {key: plain(parts[key]) if isinstance(parts[key], Parts) else parts[key] for key in parts}


def _may_be_deep(text: bytes) -> bool:
    """Whether brackets may nest deeper than the limit; brackets in texts count, too."""
    brackets = text.translate(None, _NO_BRACKETS)
    for _ in range(_ROUNDS):
        if len(brackets) <= MAX_DEPTH:
            return False
        left = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(brackets) - len(left) <= len(brackets) // 100:
            break  # what shrinks so slowly is deep, or made to keep us busy
        brackets = left
    return True
