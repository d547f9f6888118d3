"""The dialect of JSON Schema that a spec's schemas follow."""

from dataclasses import replace

from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.link import Api
from deploycheck.model.severity import Impact

_KNOWN = ("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.")


def dialect(api: Api) -> str:
    """Give the dialect of a spec's schemas where it is none that we know, else nothing."""
    named = api.specification.value.get("jsonSchemaDialect")
    return named if isinstance(named, str) and not named.startswith(_KNOWN) else ""


def dialect_changes(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Say that nobody knows what schemas mean where a spec reads them by other rules than before."""
    before, after = dialect(base), dialect(head)
    if before == after:
        return
    spot = head.specification.node("jsonSchemaDialect").spot
    text = f"its schemas follow {after or 'JSON Schema 2020-12'} instead of {before or 'JSON Schema 2020-12'}"
    yield replace(
        empty, kind="spec-undecidable", text=f"{text}: could not be proved", at=spot.location,
        aspect="jsonSchemaDialect", pointer=spot.pointer, impact=Impact.UNKNOWN, before=before, after=after,
    )  # fmt: skip
