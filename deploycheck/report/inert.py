"""Text from strangers' files inside Markdown: it mentions nobody, links nowhere and carries no HTML."""

import re
from collections.abc import Iterable

from deploycheck.report.printable import printable

_MARKUP = re.compile(r"([\\`*_\[\]#|~$])")
_LIST_START = re.compile(r"^(\d*)([-+.)=])")
_ZERO_WIDTH = "&#8203;"
_GAP = "\u200b"


def prose(text: str) -> str:
    """Give `text` as running text: markup escaped, mentions, issue numbers and addresses broken up."""
    plain = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _LIST_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", plain.strip()))
    escaped = escaped.replace("@", "@" + _ZERO_WIDTH).replace("\\#", "\\#" + _ZERO_WIDTH)
    escaped = escaped.replace("://", ":" + _ZERO_WIDTH + "//")
    return re.sub(r"(?i)\b(www(?=\.)|gh(?=-))", r"\1" + _ZERO_WIDTH, escaped)


def code(text: str) -> str:
    """Give `text` as a code span that it cannot leave."""
    plain = printable(text).replace("<!--", f"<!{_GAP}--")
    if not plain.strip():
        return "`?`"
    ticks = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain[0] == "`" or plain[-1] == "`" else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


def fence(lines: Iterable[str]) -> str:
    """Give lines, already printable, as a fenced block that none of them can close."""
    body = list(lines)
    longest = max((len(run) for line in body for run in re.findall("`+", line)), default=0)
    ticks = "`" * max(3, longest + 1)
    text = "\n".join(line.replace("<!--", f"<!{_GAP}--") for line in body)
    return f"{ticks}text\n{text}\n{ticks}"
