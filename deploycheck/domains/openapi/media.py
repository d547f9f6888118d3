"""Which media type covers which: only ranges do; `+json` is a type of its own."""

from collections.abc import Mapping

from deploycheck.domains.openapi.model import Media

EACH = " item"
"""Follows a media type where one value of a stream is meant."""


def covering(kind: str, offered: Mapping[str, Media]) -> Media | None:
    """Give the entry that speaks about `kind`: the same type, else `type/*`, else `*/*`."""
    group = kind.partition("/")[0]
    for candidate in (kind, f"{group}/*", "*/*"):
        if candidate in offered:
            return offered[candidate]
    return None


def decidable(kind: str) -> bool:
    """Whether bodies of this type are JSON or forms, so that their schema can be decided on."""
    plain = kind.partition(";")[0]
    return (
        plain.endswith(("/json", "+json", "/*", "-json", "json-seq", "ndjson", "/jsonl"))
        or plain == "json"
        or is_form(kind)
    )


def is_form(kind: str) -> bool:
    """Whether bodies of this type are forms: named parts, which a schema's properties describe."""
    return kind.startswith(("multipart/", "application/x-www-form-urlencoded"))
