"""Queries looked up in catalogues, each pair once: rules, contracts and comparisons all ask the same."""

from typing import Final

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.queries.model import Query
from deploycheck.domains.database.queries.resolution import Resolution, resolve

MOST: Final = 20_000
"""How many answers are kept; then they are all forgotten."""
_known: dict[tuple[int, int], tuple[Query, Catalogue, Resolution]] = {}


def resolved(query: Query, catalogue: Catalogue) -> Resolution:
    """Do what `resolve` does; the objects that an answer belongs to are kept with it, so that no other has their id."""
    key = (id(query), id(catalogue))
    found = _known.get(key)
    if found is None:
        if len(_known) >= MOST:
            _known.clear()
        found = _known[key] = (query, catalogue, resolve(query, catalogue))
    return found[2]
