"""Waivers that stand in what they concern: in a comment beside a line, or in a field of the object itself."""

import re
from collections.abc import Iterator
from datetime import date

from deploycheck.documents.document import Document, DocumentError, Steps
from deploycheck.engine.waivers import END, Extent, Waiver, parse_date
from deploycheck.model.location import Location

ANNOTATION = "deploycheck.dev/ignore"
EXTENSION = "x-deploycheck-ignore"
_COMMENT = re.compile(r"deploycheck:[ \t]*ignore[ \t]*(?:\[([^\]\n]{0,300})\]|(?=--))(?:\s*--\s*([^\n]*))?")
_FIELD = re.compile(r"ignore[ \t]*\[([^\]\n]{0,300})\](?:\s*--\s*(.*))?", re.DOTALL)
_UNTIL = re.compile(r"^(.*?),?\s*until\s+(\d{4}-\d\d-\d\d)\b", re.DOTALL)


def inline_waivers(path: str, text: str, owner: str) -> list[Waiver]:
    """Find the waivers of a file: comments by a raw scan of the lines, whatever their syntax, and fields by parsing."""
    if "deploycheck" not in text:
        return []
    return [*_comments(path, text, owner), *_fields(path, text, owner)]


def _comments(path: str, text: str, owner: str) -> Iterator[Waiver]:
    for number, line in enumerate(text.splitlines(), 1):
        for match in _COMMENT.finditer(line):
            yield _waiver(Location(path, number), match[1] or "", match[2] or "", owner)


def _fields(path: str, text: str, owner: str) -> Iterator[Waiver]:
    """Give the waivers in annotations and extensions; a file that cannot be parsed has none that count."""
    if ANNOTATION not in text and EXTENSION not in text:
        return
    from deploycheck.documents import load

    try:
        documents = load(text.encode(), path)
    except DocumentError:
        return
    for number, document in enumerate(documents):
        start = document.position() if number else (0, 0)
        end = documents[number + 1].position() if number + 1 < len(documents) else END
        for steps, value in _found(document):
            match = _FIELD.match(value.strip())
            rules, rest = (match[1], match[2] or "") if match else ("", "")
            extent = _extent(document, _holder(steps), (start, end))
            yield _waiver(document.location(steps), rules, rest, owner, extent)


def _waiver(place: Location, rules: str, rest: str, owner: str, extent: Extent | None = None) -> Waiver:
    reason, expires = _reason(rest)
    names = tuple(part.strip() for part in rules.split(",") if part.strip())
    return Waiver(place, names, reason=reason, owner=owner, expires=expires, inline=True, extent=extent)


def _reason(text: str) -> tuple[str, date | None]:
    text = text.strip()
    for end in ("*/", "-->", '"', "'"):
        text = text.removesuffix(end).rstrip()
    match = _UNTIL.match(text)
    if match is None:
        return text, None
    return match[1].strip(), parse_date(match[2])


def _found(document: Document) -> Iterator[tuple[Steps, str]]:
    """Give every field that holds a waiver, in the order of the document."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), document.value)]
    while waiting:
        steps, value = waiting.pop()
        children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        inner = [((*steps, key), child) for key, child in children if isinstance(child, dict | list)]
        waiting += reversed(inner)
        if isinstance(value, dict):
            texts = ((key, value.get(key)) for key in (ANNOTATION, EXTENSION))
            yield from (((*steps, key), text) for key, text in texts if isinstance(text, str))


def _holder(steps: Steps) -> Steps:
    """Give what a field speaks of: what holds the extension, or the object that has the annotation in its metadata."""
    return steps[:-3] if steps[-3:-1] == ("metadata", "annotations") else steps[:-1]


def _extent(document: Document, holder: Steps, whole: Extent) -> Extent:
    """Give where something begins, and where the next thing beside it or beside what is around it does."""
    start = document.position(holder) if holder else whole[0]
    for length in range(len(holder), 0, -1):
        following = _following(document, holder[:length])
        if following is not None:
            return start, document.position(following)
    return start, whole[1]


def _following(document: Document, steps: Steps) -> Steps | None:
    around: object = document.value
    for step in steps[:-1]:
        around = around[step]  # type: ignore[index]  # the steps lead through mappings and lists
    keys: list[str | int] = list(around) if isinstance(around, dict) else list(range(len(around)))  # type: ignore[arg-type]
    later = keys[keys.index(steps[-1]) + 1 :]
    return (*steps[:-1], later[0]) if later else None
