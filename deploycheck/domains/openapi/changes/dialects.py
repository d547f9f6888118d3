"""The dialect of JSON Schema that a spec's schemas follow."""

from dataclasses import replace

from deploycheck.containment.keywords import DIALECTS
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.link import Api
from deploycheck.model.severity import Impact


def dialect(api: Api) -> str:
    """Give the dialect of a spec's schemas where it is none that we know, else nothing."""
    named = api.specification.value.get("jsonSchemaDialect")
    return named if isinstance(named, str) and not named.startswith(DIALECTS) else ""


def dialect_changes(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Say that nobody knows what schemas mean where a spec reads them by other rules than before."""
    yield from _itself(base, head, empty)
    before, after = dialect(base), dialect(head)
    if before == after:
        return
    spot = head.specification.node("jsonSchemaDialect").spot
    text = f"its schemas follow {after or 'JSON Schema 2020-12'} instead of {before or 'JSON Schema 2020-12'}"
    yield replace(
        empty, kind="spec-undecidable", text=f"{text}: could not be proved", at=spot.location,
        aspect="jsonSchemaDialect", pointer=spot.pointer, impact=Impact.UNKNOWN, before=before, after=after,
    )  # fmt: skip


def _itself(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Say that references to other files may lead elsewhere where a spec names itself anew (`$self` of 3.2)."""
    before, after = base.specification.value.get("$self"), head.specification.value.get("$self")
    if before == after or not (base.specification.root.references or head.specification.root.references):
        return
    spot = head.specification.node("$self").spot
    text = f"it calls itself {after} instead of {before}, and its references to other files are read from its path"
    yield replace(
        empty, kind="spec-undecidable", text=f"{text}: could not be proved", at=spot.location, aspect="$self",
        pointer=spot.pointer, impact=Impact.UNKNOWN, before=before, after=after,
    )  # fmt: skip
