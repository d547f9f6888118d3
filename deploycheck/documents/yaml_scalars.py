"""Texts of YAML that go on over several lines, in the forms that people write; the rest is left to libyaml."""

import re

_BREAKS = re.compile(r"\n+")
_HEAD = re.compile(r"[|>](-?) *(?: #.*)?")
_INDICATORS = frozenset('"{}[],&*!%@`#?:-')


def over_lines(first: str, below: list[str], *, whole: bool) -> str | None:
    """Give the text that begins with `first` and goes on in the lines below; None where libyaml must say.

    `whole` says that nothing follows these lines.
    """
    begin = first[0]
    if begin in "|>":
        return None if whole and below and below[-1] else _block(first, below)
    while below and not below[-1].strip(" "):
        below.pop()
    if begin == "'":
        return _quoted(first, below)
    return None if begin in _INDICATORS or not below else _plain(first, below)


def _block(head: str, below: list[str]) -> str | None:
    found = _HEAD.fullmatch(head)
    if found is None or not below or not below[0].strip(" "):
        return None
    indent = len(below[0]) - len(below[0].lstrip(" "))
    margin = " " * indent
    lines = []
    for line in below:
        if line.startswith(margin):
            lines.append(line[indent:])
        elif line.strip(" "):
            return None
        else:
            lines.append("")
    while not lines[-1]:
        lines.pop()
    if any(line.isspace() for line in lines):
        return None
    end = "" if found[1] else "\n"
    if head[0] == "|":
        return "\n".join(lines) + end
    if any(line.startswith(" ") for line in lines):
        return None
    return _folded(lines) + end


def _quoted(first: str, below: list[str]) -> str | None:
    *lines, last = (first.rstrip(" "), *(line.strip(" ") for line in below))
    text = _folded([*lines, last])
    inner = text[1:-1].replace("''", "")
    if len(text) < 2 or text[-1] != "'" or "'" in inner:  # noqa: PLR2004  the two quotes
        return None
    return text[1:-1].replace("''", "'")


def _plain(first: str, below: list[str]) -> str | None:
    lines = [first.strip(" "), *(line.strip(" ") for line in below)]
    if any(": " in line or " #" in line or line.startswith("#") or line.endswith(":") for line in lines):
        return None
    return _folded(lines)


def _folded(lines: list[str]) -> str:
    """Join lines: one break is a space, each more is a break."""
    text = "\n".join(lines)
    if "\n\n" not in text:
        return text.replace("\n", " ")
    return _BREAKS.sub(lambda found: found[0][1:] or " ", text)
