"""Which files hold the schemas of messages, and how topics name them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Estate, Topic

KIND: Final = "messages:schema"
SUFFIXES: Final = (".avsc", ".json", ".yaml", ".yml")


def topic_of(name: str) -> str:
    """Give the topic of a format (`topic#format`), or of a bare topic."""
    return name.partition("#")[0]


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim the schemas that topics and their readers name; then Avro files of nobody."""
    named = [path for topic in estate.topics.values() for path in schema_paths(topic, listing.entries)]
    own = (path for service in estate.services.values() for path in service.reader_schemas.values())
    named += [path for path in own if path in listing.entries]
    for path in dict.fromkeys(named):
        yield Claim(path, KIND, estate.service_of(path), named=True)
    for path in listing.ending(".avsc"):
        if path.endswith(".avsc") and path not in named:
            yield Claim(path, KIND, estate.service_of(path))


def schema_paths(topic: Topic, entries: Mapping[str, object]) -> list[str]:
    """Give the files of a topic's schema: itself, or the numbered versions in its folder, oldest first."""
    if topic.schema is None:
        return []
    if topic.schema in entries:
        return [topic.schema]
    inside = topic.schema.rstrip("/") + "/" if topic.schema else ""
    return numbered(tuple(path for path in entries if path.startswith(inside) and "/" not in path[len(inside) :]))


def version_numbers(path: str) -> tuple[int, ...] | None:
    """Give the version in a file's name (`v3.avsc`, `order-1.2.json`, `V2__order.avsc`); None where there is none."""
    name = PurePosixPath(path).name
    stem = name[: -len(PurePosixPath(path).suffix)] if PurePosixPath(path).suffix else name
    found = _VERSION.fullmatch(stem) or _TRAILING.search(stem)
    return tuple(int(part) for part in re.split(r"[._]", found["number"])) if found else None


_VERSION: Final = re.compile(r"[vV]?(?P<number>\d{1,9}(?:[._]\d{1,9})*)(?:(?:__|-).*)?", re.ASCII)
_TRAILING: Final = re.compile(r"[-_.@][vV]?(?P<number>\d{1,9}(?:[._]\d{1,9})*)$", re.ASCII)


def numbered(paths: Iterator[str] | tuple[str, ...]) -> list[str]:
    """Give the schema files among `paths` that carry a version, oldest first."""
    found = [(number, path) for path in paths if path.endswith(SUFFIXES) and (number := version_numbers(path))]
    return [path for _, path in sorted(found)]
