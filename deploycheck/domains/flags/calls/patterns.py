"""Calls that read flags in languages of the C family, Ruby, Elixir and shell, by the shape of a call.

Only the fixed expressions of this module look at the text; each is linear in it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from deploycheck.domains.flags.calls.functions import (
    BARE_CALL,
    holds_flags,
    is_wrapper,
    sdk_type,
    speaks_of_flags,
    wrapper_type,
)
from deploycheck.domains.flags.model import FlagCall, FlagType
from deploycheck.model.location import Location

_HEAD: Final = re.compile(r"\b(?P<name>[A-Za-z_]\w{3,60})(?:::|[?!](?=\())?[ \t]{0,4}(?:<[\w ,.?]{0,60}>)?[ \t]{0,4}\(")
_OWNER: Final = re.compile(r"[\w)\]]{0,60}[.?!:>&-]{0,3}\Z")
_MOST_OWNER: Final = 63
_RUBY: Final = re.compile(r"\b(?P<name>fetch_\w{3,40})[ \t(]{1,4}flag_key:[ \t]{0,4}[\"'](?P<key>[^\"'\n]{1,200})[\"']")
_FLAG_KEY: Final = re.compile(
    r"\\?[\"']?\b[fF]lag_?[kK]ey\b\\?[\"']?[ \t]{0,4}[:=][ \t]{0,4}\\?[\"'](?P<key>[\w./:-]{1,200})\\?[\"']"
)
_GO_SHORT: Final = re.compile(
    r"\b(?P<owner>\w{1,60})\.(?P<name>Boolean|String|Float|Int|Object)"
    r"\(\s{0,20}[\w.]{1,60}(?:\(\))?,\s{0,20}\"(?P<key>[^\"\n]{1,200})\","
)
_ASSIGNED: Final = re.compile(
    r"\b(?P<name>[A-Za-z_]\w{0,80})(?:[ \t]{0,4}:[ \t]{0,4}[\w&'<> ]{1,30}?)?[ \t]{1,20}:?=[ \t]{0,4}"
    r"(?P<q>[\"'`])(?P<text>[^\"'`\n]{1,200})(?P=q)"
)
_GO_TYPES: Final[Mapping[str, FlagType]] = {
    "Boolean": "boolean",
    "String": "string",
    "Float": "number",
    "Int": "number",
    "Object": "object",
}
_LITERAL: Final = re.compile(r"[@$]?(?P<q>[\"'`])(?P<text>[^\"'`\n\\]{1,200})(?P=q)\Z")
_NAME: Final = re.compile(r"(?:[A-Za-z_]\w*(?:\.|::|->))*(?P<last>[A-Za-z_]\w*)\Z")
_KEYWORD: Final = re.compile(r"(?:flag_?[kK]ey|key)\s*[:=]\s*")
_COMMENT: Final = ("//", "#", "*", "/*", "--", "<!--")
_CONTEXT_FIRST: Final = frozenset((".go", ".ex", ".exs"))
_MOST_ARGUMENTS: Final = 3
_MOST_CHARACTERS: Final = 500
_DEFINES: Final = re.compile(
    r"(?:\b(?:func|def|fun|fn|function|async)|\b(?:public|private|protected|static|boolean|bool|int|string|void))\s[^=;{}\n]{0,120}\Z"
)


def calls_in_text(text: str, path: str, service: str | None, *, test: bool = False) -> tuple[FlagCall, ...]:
    """Give the calls that read flags in any language but Python."""
    constants = _constants(text)
    starts = _line_starts(text)
    found: dict[tuple[int, str], FlagCall] = {}
    for offset, key, asked, name, certain in _matches(text, constants, PurePosixPath(path).suffix):
        line = _line_of(starts, offset)
        if _in_comment(text[starts[line - 1] : offset]):
            continue
        place = Location(path, line, offset - starts[line - 1] + 1)
        found.setdefault((line, key), FlagCall(key, asked, name, place, service, certain, test))
    return tuple(found[at] for at in sorted(found))


def _constants(text: str) -> dict[str, str]:
    """Give every name that is given one text, and only that."""
    found: dict[str, set[str]] = {}
    for match in _ASSIGNED.finditer(text):
        found.setdefault(match["name"], set()).add(match["text"])
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}


def _matches(text: str, constants: Mapping[str, str], suffix: str) -> Iterator[tuple[int, str, FlagType, str, bool]]:
    for match in _RUBY.finditer(text):
        if (asked := sdk_type(match["name"])) is not None:
            yield match.start("name"), match["key"], asked, match["name"], True
    for match in _FLAG_KEY.finditer(text):
        yield match.start(), match["key"], "unknown", "flagKey", True
    if suffix == ".go":
        for match in _GO_SHORT.finditer(text):
            if holds_flags(match["owner"]) and (asked := _GO_TYPES.get(match["name"])):
                yield match.start("name"), match["key"], asked, match["name"], True
    speaks = speaks_of_flags(text)
    for match in _HEAD.finditer(text):
        name = match["name"]
        asked = sdk_type(name)
        certain = asked is not None
        if asked is None:
            if not is_wrapper(name):
                continue
            asked = wrapper_type(name)
        owner = _owner(text, match.start())
        if certain and not owner and BARE_CALL.fullmatch(name):
            continue
        if _DEFINES.search(text, max(0, match.start() - 140), match.start("name")):
            continue
        key = _key(text, match.end(), constants, context_first=suffix in _CONTEXT_FIRST, certain=certain)
        if key:
            yield match.start("name"), key, asked, name, certain and (speaks or holds_flags(owner + name))


def _owner(text: str, end: int) -> str:
    """Give what a function is called on, with the sign between, as far as that is one word."""
    found = _OWNER.search(text[max(0, end - _MOST_OWNER) : end])
    return found[0] if found else ""


def _key(text: str, start: int, constants: Mapping[str, str], *, context_first: bool, certain: bool) -> str | None:
    arguments = [_KEYWORD.sub("", argument, count=1) for argument in _arguments(text, start)]
    if not arguments:
        return None
    if context_first or not certain:
        arguments = [_after_context(arguments)]
    return _text(arguments[0], constants, literal_only=not certain)


def _after_context(arguments: list[str]) -> str:
    """Give the key of a call that may take a context first."""
    return next((one for one in arguments[:2] if _LITERAL.match(one)), arguments[min(1, len(arguments) - 1)])


def _text(argument: str, constants: Mapping[str, str], *, literal_only: bool) -> str | None:
    if literal := _LITERAL.match(argument):
        return None if "${" in literal["text"] else literal["text"]
    name = _NAME.match(argument)
    if name is None:
        return None
    known = constants.get(name["last"])
    return None if known is None or (literal_only and not name["last"].isupper()) else known


def _arguments(text: str, start: int) -> list[str]:
    """Split the first arguments of a call at its commas, within a few hundred characters."""
    arguments: list[str] = []
    depth, quote, begin = 0, "", start
    for at in range(start, min(len(text), start + _MOST_CHARACTERS)):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}" and depth:
            depth -= 1
        elif character == ")" or (character == "," and not depth):
            arguments.append(text[begin:at].strip())
            begin = at + 1
            if character == ")" or len(arguments) == _MOST_ARGUMENTS:
                break
    return [argument for argument in arguments if argument]


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\n", text))]


def _line_of(starts: list[int], offset: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, offset)


def _in_comment(before: str) -> bool:
    """Whether what stands on a line `before` some place makes the place part of a comment."""
    if before.lstrip().startswith(_COMMENT):
        return True
    quote = ""
    for at, character in enumerate(before[-_MOST_CHARACTERS:]):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif before.startswith("//", max(0, len(before) - _MOST_CHARACTERS) + at):
            return True
    return False
