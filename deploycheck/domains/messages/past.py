"""Versions of a topic's schema that are no longer current, and until when messages were written with them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from deploycheck.domains.messages.avro import definitions
from deploycheck.domains.messages.loading import format_of, make_schema, read_document
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, SchemaFile, TopicState
from deploycheck.model.change import View
from deploycheck.model.errors import SourceError
from deploycheck.model.record import Record
from deploycheck.model.snapshot import PastContent


class PastSchema(Record):
    """An earlier version; `until` is the day on which a commit replaced it, None where nobody knows that."""

    schema: MessageSchema
    until: date | None = None

    def may_remain(self, retention_s: int | None, today: date | None) -> bool:
        """Whether messages that were written with it may still be in the topic; without retention they always are.

        They are taken to have been written until the day of the commit that replaced it.
        """
        if retention_s is None or self.until is None or today is None:
            return True
        return self.until + timedelta(seconds=retention_s) >= today


def past_schemas(topic: TopicState, view: View, model: MessagesModel) -> tuple[PastSchema, ...] | None:
    """Give the versions before the current one, oldest first; None where nobody knows them.

    A folder of numbered versions says them itself; of a single file version control knows what it held before.
    """
    if topic.numbered:
        return tuple(_numbered(topic, view))
    if topic.schema is None:
        return ()
    contents = view.history.contents(topic.schema.path) if view.history else None
    if contents is None:
        return None
    found = (_made(one, topic.schema.path, model) for one in contents)
    return tuple(_distinct((one for one in found if one is not None), topic.schema.digest))


def _numbered(topic: TopicState, view: View) -> Iterator[PastSchema]:
    """Give the versions in a folder; each was current until the next one came, where history knows when that was."""
    for one, following in zip(topic.versions, topic.versions[1:], strict=False):
        came = view.history.contents(following.path) if view.history else None
        yield PastSchema(one, came[0].since if came else None)


def _made(content: PastContent, path: str, model: MessagesModel) -> PastSchema | None:
    """Make a schema of what a file held; with what does not parse nobody wrote a message."""
    try:
        document = read_document(content.data, path)
    except SourceError:
        return None
    kind = format_of(path, document.value)
    names = tuple(dict.fromkeys(name for name, _ in definitions(document.value))) if kind == "avro" else ()
    file = SchemaFile(document, kind, names)
    origin = f"{content.commit[:9]} ({content.since.isoformat()})"
    schema = make_schema(path, file, {**model.files, path: file}, origin)
    return None if not schema.readable else PastSchema(schema, content.until)


def _distinct(found: Iterable[PastSchema], current: str) -> list[PastSchema]:
    """Leave out what is the same as another version: of equal ones the last counts, as it was written longest."""
    last = {one.schema.digest: one for one in found}
    return [one for digest, one in last.items() if digest != current]
