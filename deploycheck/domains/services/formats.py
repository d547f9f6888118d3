"""What services write to topics and can read of them, format by format.

A manifest names formats as `TOPIC#FORMAT`. A bare topic says that it is used, not in which format: a reader of a bare
topic is taken to read all its formats, and what a writer of a bare topic emits is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deploycheck.hooks import Sight
from deploycheck.model.contract import Retention, Version
from deploycheck.model.service import Service, Topic

Writers = Mapping[str, Mapping[str, frozenset[str]]]


def topic_of(name: str) -> str:
    """Give the topic of a format, or of a bare topic."""
    return name.partition("#")[0]


def writers(sight: Sight) -> Writers:
    """Give by topic who writes it in any version, with all formats that any version of that writer emits."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for view, _ in sight.versions.values():
        for service in view.estate.services.values():
            for name in service.emits:
                if "#" in name:
                    formats = found.setdefault(topic_of(name), {})
                    formats[service.name] = formats.get(service.name, frozenset()) | {name}
    return found


def with_formats(version: Version, service: Service, known: Writers) -> Version:
    """Give the contract of a version with what it emits and reads."""
    emits = frozenset(name for name in service.emits if "#" in name)
    reads: dict[str, frozenset[str]] = {}
    for name in service.reads:
        for writer, formats in known.get(topic_of(name), {}).items():
            readable = frozenset({name}) if "#" in name else formats
            reads[writer] = reads.get(writer, frozenset()) | readable
    return replace(version, emits=emits, reads=reads)


def retention(emitted: Iterable[str], topics: Mapping[str, Topic]) -> dict[str, Retention]:
    """Give how long each emitted format stays, where its topic says so."""
    found = {}
    for name in emitted:
        topic = topics.get(topic_of(name))
        if "#" in name and topic is not None and topic.retention_s is not None:
            found[name] = Retention(seconds=topic.retention_s)
    return found
