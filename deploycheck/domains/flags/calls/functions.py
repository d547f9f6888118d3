"""The names of the functions that read flags, in the SDKs of OpenFeature and flagd, and what type they ask for."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from deploycheck.domains.flags.model import FlagType

_TYPES: Final = "boolean|bool|string|number|integer|int|double|float|long|object|structure|struct"
_OF: Final[dict[str, FlagType]] = {
    "boolean": "boolean",
    "bool": "boolean",
    "string": "string",
    "number": "number",
    "integer": "number",
    "int": "number",
    "double": "number",
    "float": "number",
    "long": "number",
    "object": "object",
    "structure": "object",
    "struct": "object",
}
SDK_CALL: Final = re.compile(
    rf"(?:get|fetch|use|resolve|evaluate)_?(?:suspense_?)?(?P<type>{_TYPES})_?(?:flag_?)?(?:value|details|evaluation)"
    rf"(?:_?details)?(?:_?async)?"
    rf"|(?P<bare>{_TYPES})_?value(?:_?details)?(?:_?async)?"
    rf"|use(?P<hook>{_TYPES})flag(?:value|details)|use_?(?:suspense_?)?flag",
    re.IGNORECASE,
)
"""Whole names of SDK functions in every language's spelling."""

BARE_CALL: Final = re.compile(rf"(?:{_TYPES})_?value(?:_?details)?(?:_?async)?", re.IGNORECASE)
"""Names that other libraries use, too: they count only on something that is called a client or a flag."""

WRAPPER: Final = re.compile(
    r"\w*(?:feature_?flag|flagd|flag_?enabled|flag_?value|feature_?enabled|is_?flag)\w*", re.IGNORECASE
)
"""Names of a project's own functions whose argument is a flag's key."""

_SDK_MARKS: Final = re.compile(r"open[-_]?feature|flagd|feature[-_]?flag", re.IGNORECASE)
_SDK_OWNERS: Final = re.compile(r"client|flag|feature|toggle", re.IGNORECASE)

_NO_READ: Final = re.compile(
    r"(?:set|create|delete|add|update|remove|register|mock|define|make|new|list|parse|load|stub|with|provide|on|handle)_?",
    re.IGNORECASE,
)
SCREENED: Final = (
    b"penfeature",
    b"penFeature",
    b"pen-feature",
    b"pen_feature",
    b"PENFEATURE",
    b"lagd",
    b"LAGD",
    b"eatureFlag",
    b"eature_flag",
    b"eatureflag",
    b"lagEnabled",
    b"lag_enabled",
    b"lagValue",
    b"lag_value",
    b"ooleanValue",
    b"oolean_value",
    b"client.get_bool_value",
    b"lagKey",
    b"flag_key",
)
"""A source file with none of these reads no flag that we could see."""


def configured_calls(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the functions whose first text is a key by the settings: `options.flags = {calls = ["myFlag"]}`."""
    names = options.get("calls", ())
    return tuple(map(str, names)) if isinstance(names, list | tuple) else ()


@lru_cache(maxsize=8192)
def sdk_type(name: str) -> FlagType | None:
    """Give the type that an SDK function asks for; None when it is no such function."""
    match = SDK_CALL.fullmatch(name)
    if match is None:
        return None
    word = match["type"] or match["bare"] or match["hook"]
    return _OF[word.lower()] if word else "unknown"


def speaks_of_flags(text: str) -> bool:
    """Whether a source text names a flag SDK at all; where it does not, `getStringValue` may be anybody's."""
    return _SDK_MARKS.search(text) is not None


def holds_flags(owner: str) -> bool:
    """Whether what a function is called on is named as flag clients are."""
    return _SDK_OWNERS.search(owner) is not None


@lru_cache(maxsize=8192)
def is_wrapper(name: str) -> bool:
    """Whether a function's name says that it reads the flag that it is given."""
    return WRAPPER.fullmatch(name) is not None and _NO_READ.match(name) is None


def wrapper_type(name: str) -> FlagType:
    """Guess the type from a wrapper's name: `isFeatureFlagEnabled` asks for a boolean."""
    lowered = name.lower()
    if "enabled" in lowered or lowered.startswith("is"):
        return "boolean"
    return next((kind for word, kind in _OF.items() if word in lowered and word not in ("int", "long")), "unknown")
