"""Names and sentences from strangers' files, made safe for each medium, and durations for people."""

import re
from collections.abc import Iterable

from deploycheck.model.duration import format_duration

# C0 and C1 controls, line and paragraph separators, and the marks that change the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKUP = re.compile(r"([\\`*_\[\]#|~<&@$!])")


def plain(text: object) -> str:
    r"""Give one line with control characters spelled out (`\x1b`)."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", str(text))


def prose(text: object) -> str:
    """Give running text for Markdown: nothing in it is markup, a mention or a link."""
    escaped = _MARKUP.sub(lambda found: f"&#{ord(found.group())};", plain(text))
    return escaped.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")


def cell(text: object) -> str:
    """Give a label for a Mermaid node: no quote, bracket or entity of it gets through."""
    return re.sub(r"[^\w .,:/+()>-]", lambda found: f"#{ord(found.group())};", plain(text))


def listed(words: Iterable[object]) -> str:
    """Give `a`, `a and b`, `a, b and c`."""
    *first, last = [str(word) for word in words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, noun: str) -> str:
    """Give `1 wave`, `2 waves`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def lasting(seconds: object) -> str:
    """Give ` 24h` with a leading blank, or nothing when the duration isn't known."""
    return f" {format_duration(seconds)}" if isinstance(seconds, int) else ""
