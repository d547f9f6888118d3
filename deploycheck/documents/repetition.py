"""Keys that a document holds twice: the last one counts, and whoever reads the first one is misled."""

from deploycheck.documents.document import Document
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location

MOST_TOLD = 5
MOST_BYTES = 1024 * 1024
"""Largest JSON file that is scanned for them, in bytes; YAML's own parser meets them on its way."""


def repeated_keys(document: Document, size: int, service: str | None) -> tuple[NotAnalysed, ...]:
    """Give the first few keys that are written twice, with the place of the repetition; `size` is the file's."""
    if document.path.lower().endswith(".json") and size > MOST_BYTES:
        return ()
    return tuple(
        NotAnalysed(
            Location(document.path, one.place.line, one.place.column),
            f"the key `{one.key}` stands here for the second time, and only this one counts",
            service,
            "part",
        )
        for one in document.duplicates()[:MOST_TOLD]
    )
