"""The second prover: canonical forms of jsonschema-rs, behind this one function so that it can go.

Upstream calls canonicalisation experimental; only its *yes* is used, always with formats asserted, and only after the
search for a witness found nothing.
"""

from math import prod

import jsonschema_rs

from deploycheck.containment.document import encoded
from deploycheck.containment.keywords import SCHEMA_MAPS, VALUES
from deploycheck.containment.model import Json
from deploycheck.containment.nodes import Conj
from deploycheck.containment.oracle import bundled

_LARGEST = 24_000
"""Bytes of one compiled side; beyond that the canonical form may take seconds."""
_LARGEST_REST = 8_000
"""The same for differences, which cost the square of what goes in."""
_MOST_DEFINITIONS = 300
_WIDEST = 10_000
"""Combinations of union branches that hold for one place."""


def canonical(place: Conj, largest: int = _LARGEST) -> jsonschema_rs.CanonicalSchema | None:
    """Give the canonical form of a place, or None when the library refuses it or it is large."""
    document = _bare(bundled(place))
    if isinstance(document, dict) and len(document.get("$defs", ())) > _MOST_DEFINITIONS:
        return None
    text = encoded(document)
    if text is None or len(text) > largest or _spread(document) > _WIDEST:
        return None
    try:
        return jsonschema_rs.canonicalize(
            document, draft=jsonschema_rs.Draft202012, validate_formats=True, offline=True
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def covered(sender: Conj, receiver: Conj) -> bool:
    """Whether the library proves that the receiver admits every value of the sender."""
    small, large = canonical(sender), canonical(receiver)
    if small is None or large is None:
        return False
    try:
        return bool(large.covers(small) == jsonschema_rs.canonical.Containment.YES)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False


def remainder(sender: Conj, receiver: Conj) -> Json:
    """Give a schema of what the sender admits and the receiver does not, to search in; None when there is none."""
    small, large = canonical(sender, _LARGEST_REST), canonical(receiver, _LARGEST_REST)
    if small is None or large is None:
        return None
    try:
        rest = small.subtract(large).to_json_schema()
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return {key: part for key, part in rest.items() if key != "$schema"} if isinstance(rest, dict) else rest


def admits_nothing(place: Conj) -> bool:
    """Whether the library proves that a place admits no value."""
    form = canonical(place)
    return form is not None and bool(form.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO)


def _bare(schema: Json, depth: int = 0) -> Json:
    """Without our annotations."""
    if depth > 240:  # noqa: PLR2004 - the validator's own bound
        return schema
    if isinstance(schema, dict):
        return {key: _bare(part, depth + 1) for key, part in schema.items() if key not in ("$comment", "x-seeds")}
    if isinstance(schema, list):
        return [_bare(part, depth + 1) for part in schema]
    return schema


def _spread(schema: Json, depth: int = 0) -> int:
    """How many combinations of union branches a canonical form may have to write out, references not followed."""
    if not isinstance(schema, dict) or depth > 240:  # noqa: PLR2004 - the validator's own bound
        return 1
    found, inner = 1, 1
    for word, value in schema.items():
        if word in ("anyOf", "oneOf"):
            found *= sum(_spread(part, depth + 1) for part in value)
        elif word == "allOf":
            found *= prod(_spread(part, depth + 1) for part in value)
        elif word in SCHEMA_MAPS:
            inner = max([inner, *(_spread(part, depth + 1) for part in value.values())])
        elif word not in VALUES:
            inner = max(inner, _spread(value, depth + 1))
    return max(found, inner)
