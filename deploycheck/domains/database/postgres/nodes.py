"""Access to libpg_query's JSON trees, and the one place where its byte offsets become places in files."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from deploycheck.domains.database.names import Name, truncated
from deploycheck.domains.database.text import SqlText
from deploycheck.model.location import Location

Node: TypeAlias = dict[str, Any]


class UnsupportedError(Exception):
    """A tree holds something that we know we don't understand; the message is the reason of the Opaque."""


@dataclass(slots=True)
class Places:
    """Turns the byte offsets of one statement's tree into places in its file."""

    source: SqlText
    start: int
    text: str
    _char_bytes: list[int] | None = field(default=None, init=False)

    def of(self, node: Node | None) -> Location:
        """Give the place of a node; the statement's own when the node has none."""
        return self.at(node.get("location", 0) if node else 0)

    def at(self, byte_offset: int) -> Location:
        """Give the place of a byte of the statement."""
        return self.source.location(self.start + self._characters(max(byte_offset, 0)))

    def _characters(self, byte_offset: int) -> int:
        if self.text.isascii():
            return min(byte_offset, len(self.text))
        if self._char_bytes is None:
            self._char_bytes = list(_starts(self.text))
        return bisect_right(self._char_bytes, byte_offset) - 1


def _starts(text: str) -> Iterable[int]:
    offset = 0
    for character in text:
        yield offset
        offset += len(character.encode())
    yield offset


def unwrap(node: Node) -> tuple[str, Node]:
    """Split a node into the name of its kind and its body."""
    for kind, body in node.items():
        return kind, body if isinstance(body, dict) else {}
    return "", {}


def strings(nodes: Iterable[Node] | None) -> tuple[str, ...]:
    """Give the texts of a list of String nodes; a star is `*`."""
    found = []
    for node in nodes or ():
        kind, body = unwrap(node)
        if kind == "String":
            found.append(body.get("sval", ""))
        elif kind == "A_Star":
            found.append("*")
    return tuple(found)


def name_of(parts: tuple[str, ...]) -> Name:
    """Make a name of its dotted parts; a database before the schema is dropped."""
    if not parts:
        return Name("", "")
    return Name(truncated(parts[-2]) if len(parts) > 1 else "", truncated(parts[-1]))


def relation_name(range_var: Node) -> Name:
    """Give the name in a RangeVar body."""
    return Name(range_var.get("schemaname", ""), truncated(range_var.get("relname", "")))


def object_name(node: Node) -> Name:
    """Give the name of an object in a DROP list, whatever its kind wraps it in."""
    kind, body = unwrap(node)
    match kind:
        case "List":
            return name_of(strings(body.get("items")))
        case "TypeName":
            return name_of(strings(body.get("names")))
        case "ObjectWithArgs":
            return name_of(strings(body.get("objname")))
        case "String":
            return Name("", body.get("sval", ""))
        case _:
            raise UnsupportedError(f"an object is named by {kind}")


def integer(node: Node | None) -> int | None:
    """Give the value of an integer constant, None for everything else."""
    kind, body = unwrap(node or {})
    if kind == "A_Const" and "ival" in body:
        return int(body["ival"].get("ival", 0))
    if kind == "Integer":
        return int(body.get("ival", 0))
    return None
