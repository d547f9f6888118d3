"""SQL files as text: decoding, and the conversion between offsets and places."""

import re
from bisect import bisect_right

from deploycheck.model.location import Location
from deploycheck.model.record import Record

_BOM = "\ufeff"
_SCHEMA_OF_TEMPLATE = re.compile(r"\"?\{\{[^{}\n]*\}\}\"?\.(?=[\w\"])")
_STEERS = re.compile(r"\{\{-?\s*(?:if|else|end|range|with|define|block|template)\b")


class SqlText(Record):
    """The text of one SQL file, without its byte order mark, and where its lines begin.

    All offsets are characters of `text`; `byte_offset` gives what the file on disk would say.
    """

    path: str
    text: str
    line_starts: tuple[int, ...]
    bom_bytes: int = 0

    def location(self, offset: int) -> Location:
        """Give the place of the character at `offset`; lines and columns count from 1."""
        line = bisect_right(self.line_starts, offset)
        return Location(self.path, line, offset - self.line_starts[line - 1] + 1)

    def byte_offset(self, offset: int) -> int:
        """Give the byte in the file at which the character at `offset` begins."""
        return self.bom_bytes + len(self.text[:offset].encode())


class NotSqlTextError(ValueError):
    """The bytes are no UTF-8 text; the message is a sentence for people."""


def read_sql(path: str, content: bytes) -> SqlText:
    """Decode `content`, which must be UTF-8 with or without a byte order mark.

    Raises NotSqlTextError for UTF-16, UTF-32 and everything else that is no UTF-8.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotSqlTextError("the file is UTF-16; save it as UTF-8")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise NotSqlTextError(f"the file is no UTF-8 text: byte {error.start} cannot be decoded") from error
    bom = text.startswith(_BOM)
    return sql_text(path, _without_template_schemas(text.removeprefix(_BOM)), bom_bytes=3 if bom else 0)


def _without_template_schemas(text: str) -> str:
    """Blank out the schemas that Go's templates fill in (`{{ .Options.Namespace }}.users`); nothing moves by it.

    A text with conditions and loops is left alone: which parts of it run is not known.
    """
    if "{{" not in text or _STEERS.search(text):
        return text
    return _SCHEMA_OF_TEMPLATE.sub(lambda found: " " * len(found[0]), text)


def sql_text(path: str, text: str, *, bom_bytes: int = 0) -> SqlText:
    """Wrap text that is already decoded."""
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return SqlText(path, text, tuple(starts), bom_bytes)
