"""Whether references of a spec multiply: schemas of two references each, forty deep, are two to the forty parts."""

from typing import Any, Final

from deploycheck.containment.ways import Followed, Ways
from deploycheck.domains.openapi.specification import Specification, Spot

MOST: Final = 100_000
"""Schema objects that may speak about one value before a library that follows each of them is not asked."""


def multiplies(specification: Specification) -> Spot | None:
    """Give the first named schema whose parts, written out, are more than anybody can walk."""

    def follow(schema: dict[str, Any], path: str) -> Followed | None:
        text, file = schema.get("$ref"), specification.files.get(path, specification.root)
        if not isinstance(text, str):
            return None
        place = specification.meant(text, path, specification.base(Spot(file)))
        return None if isinstance(place, str) else (place, specification.fetch(place).value, place.path)

    ways, listed = Ways(follow, MOST), specification.node("components", "schemas")
    for name, schema in listed.value.items() if isinstance(listed.value, dict) else ():
        try:
            if ways.many(schema, specification.root.path):
                return listed.spot.at(name)
        except RecursionError:
            return listed.spot.at(name)
    return None
