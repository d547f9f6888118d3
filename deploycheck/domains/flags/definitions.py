"""flagd's definition files, and the manifests from which OpenFeature's generator writes code."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from deploycheck.documents import Document, DocumentError, load
from deploycheck.documents.repetition import repeated_keys
from deploycheck.domains.flags.model import Flag, FlagCall, FlagType
from deploycheck.domains.flags.recognise import looks_like_definitions
from deploycheck.domains.flags.targeting import served_variants
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_OWNER = ("owner", "team", "maintainer")
_KIND = ("kind", "type", "flagType", "purpose")
_CREATED = ("created", "createdAt", "created_at", "since")
_EXPIRES = ("expires", "expiresAt", "expires_at", "expiry", "expirationDate", "removeBy", "remove_by", "sunset")
_DATE_LENGTH = 10


class Definitions(Record):
    """What one file says about flags: definitions, or (a manifest) what generated code reads.

    `home` is where its flags begin; None in a manifest.
    """

    home: Location | None = None
    flags: tuple[Flag, ...] = ()
    calls: tuple[FlagCall, ...] = ()
    not_analysed: tuple[NotAnalysed, ...] = ()


def definition_kind(path: str, data: bytes) -> str | None:
    """Say whether a file is `flags:definitions`, `flags:manifest`, or neither, by its content."""
    if not looks_like_definitions(path, data):
        return None
    try:
        documents = load(data, path)
    except DocumentError:
        return "flags:definitions" if b"flagd.dev/schema" in data else None
    for document in documents:
        if kind := _kind_of(document.value):
            return kind
    return None


def _kind_of(value: Any) -> str | None:  # noqa: ANN401  any document
    if not isinstance(value, dict) or not isinstance(value.get("flags"), dict):
        return None
    flags = [flag for flag in value["flags"].values() if isinstance(flag, dict)]
    if any("variants" in flag for flag in flags) or "flagd.dev/schema" in str(value.get("$schema", "")):
        return "flags:definitions"
    return "flags:manifest" if any("flagType" in flag for flag in flags) else None


def load_definitions(data: bytes, path: str, service: str | None) -> Definitions:
    """Read a definition file; raises SourceError where it is none."""
    try:
        documents = load(data, path)
    except DocumentError as error:
        raise SourceError(error.message, path, error.line, error.column) from error
    flags: list[Flag] = []
    calls: list[FlagCall] = []
    twice: list[NotAnalysed] = []
    home: Location | None = None
    for document in documents:
        twice += repeated_keys(document, len(data), service)
        match _kind_of(document.value):
            case "flags:definitions":
                home = home or document.location(("flags",))
                flags += _flags(document, service, data)
            case "flags:manifest":
                calls += _manifest(document, service)
    return Definitions(home, tuple(flags), tuple(calls), tuple(twice))


def _flags(document: Document, service: str | None, data: bytes) -> Iterator[Flag]:
    declared = document.value["flags"]
    evaluators = document.value.get("$evaluators")
    evaluators = evaluators if isinstance(evaluators, dict) else {}
    starts = {key: document.location(("flags", key)) for key in declared}
    last = data.count(b"\n") + 1
    ordered = sorted(place.line for place in starts.values())
    for key, flag in declared.items():
        if not isinstance(flag, dict):
            raise SourceError(f"the flag {key} is no mapping", document.path, starts[key].line, starts[key].column)
        start = starts[key]
        end = min((line - 1 for line in ordered if line > start.line), default=last)
        yield _flag(key, flag, evaluators, start, max(start.line, end), service)


def _flag(  # noqa: PLR0913, PLR0917  one flag's parts, all of them needed
    key: str, flag: dict[str, Any], evaluators: Mapping[str, Any], start: Location, end: int, service: str | None
) -> Flag:
    variants = flag.get("variants")
    variants = variants if isinstance(variants, dict) else {}
    metadata = flag.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    default = flag.get("defaultVariant")
    enabled = flag.get("state", "ENABLED") != "DISABLED"
    served = served_variants(flag, evaluators) if enabled else frozenset()
    deciding = [variants, default, enabled, flag.get("targeting"), evaluators if flag.get("targeting") else None]
    return Flag(
        key=key,
        type=type_of(variants),
        variants=variants,
        default=default if isinstance(default, str) else None,
        enabled=enabled,
        serves=next(iter(served)) if served and len(served) == 1 else None,
        served=served,
        location=start,
        lines=(start.line, end),
        service=service,
        off=variants.get("off", variants.get(default) if isinstance(default, str) else None),
        description=str(flag.get("description") or ""),
        owner=_first(metadata, _OWNER),
        kind=_first(metadata, _KIND),
        created=_date(_first(metadata, _CREATED)),
        expires=_date(_first(metadata, _EXPIRES)),
        shape=_digest(deciding),
    )


def _manifest(document: Document, service: str | None) -> Iterator[FlagCall]:
    for key, flag in document.value["flags"].items():
        if isinstance(flag, dict):
            asked = _MANIFEST_TYPES.get(str(flag.get("flagType")), "unknown")
            yield FlagCall(key, asked, "generated code", document.location(("flags", key)), service)


_MANIFEST_TYPES: Final[Mapping[str, FlagType]] = {
    "boolean": "boolean",
    "string": "string",
    "integer": "number",
    "float": "number",
    "object": "object",
}


def type_of(variants: Mapping[str, Any]) -> FlagType:
    """Give the type that all variants have; unknown when they differ or there are none."""
    types = {_type(value) for value in variants.values()}
    return types.pop() if len(types) == 1 else "unknown"


def _type(value: Any) -> FlagType:  # noqa: ANN401  any JSON
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case dict() | list():
            return "object"
        case _:
            return "unknown"


def _first(metadata: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(metadata[name]) for name in names if metadata.get(name)), None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:_DATE_LENGTH]) if text else None
    except ValueError:
        return None


def _digest(deciding: list[Any]) -> str:
    text = json.dumps(deciding, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
