"""What each version of each service writes to topics and can read of them."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.messages.formats import Formats, formats_of
from deploycheck.domains.messages.model import MessagesModel
from deploycheck.domains.messages.recognise import topic_of
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import Component, Retention, Version


def contract_messages(sight: Sight) -> Contribution:
    """Give the formats that services emit and read, how long they stay, and those that are stored."""
    if not any(_concerned(view.estate.services.values()) for view, _ in sight.versions.values()):
        return Contribution()
    formats = formats_of(sight)
    names = sorted({name for view, _ in sight.versions.values() for name in view.estate.services})
    return Contribution(tuple(one for name in names if (one := _service(name, formats, sight)) is not None))


def _concerned(services: Iterable[object]) -> bool:
    return any(getattr(one, "emits", ()) or getattr(one, "reads", ()) for one in services)


def _service(name: str, formats: Formats, sight: Sight) -> Component | None:
    """Give a service's share, for the versions that the services domain speaks of; None where it has none."""
    versions = {}
    for label in _labels(name, sight):
        view, model = sight.versions[label]
        service = view.estate.services[name]
        emits = formats.emitted(service, model or MessagesModel())
        reads = formats.read(service, model or MessagesModel())
        if emits or reads:
            versions[label] = Version(emits=emits, reads=reads)
    written = formats.writers.get(name, {})
    stored = frozenset(atom for topic in written for atom in formats.stored.get(topic, ()) if atom in written[topic])
    if not versions and not stored:
        return None
    retention = dict(_retention(written, sight))
    return Component(name=name, kind="service", versions=versions, stored=stored, retention=retention)


def _labels(name: str, sight: Sight) -> Iterator[str]:
    """Give the versions that are live or proposed; of what does not change one, as the others are the same."""
    live = [label for label in sight.live if name in sight.versions[label][0].estate.services]
    yield from live if name in sight.units else live[:1]
    if name in sight.versions[sight.head][0].estate.services and (name in sight.units or not live):
        yield sight.head


def _retention(written: dict[str, set[str]], sight: Sight) -> Iterator[tuple[str, Retention]]:
    """Give how long each format stays, where its topic says so in head."""
    topics = sight.versions[sight.head][0].estate.topics
    for topic, formats in written.items():
        declared = topics.get(topic_of(topic))
        if declared is not None and declared.retention_s is not None:
            for atom in formats:
                yield atom, Retention(seconds=declared.retention_s)
