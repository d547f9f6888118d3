"""Shapes as atoms: what an operation takes and answers, as each version of its provider has it."""

import hashlib
from collections.abc import Iterable, Iterator

from deploycheck.containment.document import Document, encoded
from deploycheck.domains.openapi.atoms import REQUEST
from deploycheck.domains.openapi.changes.change import Pair, SpecChange
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.judge import judge_of
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Media, Operation, Shape
from deploycheck.domains.openapi.offers import Key, Provider
from deploycheck.domains.openapi.places import root
from deploycheck.model.severity import Impact

Fields = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields of responses: status and steps of each."""

_BREAKS = (Impact.INCOMPATIBLE,)
_FIELD_BREAKS = (Impact.INCOMPATIBLE, Impact.OPTIONAL_RESPONSE_GONE)


class Shapes:
    """The shapes of one operation in every version of its provider, and who satisfies whose users."""

    __slots__ = ("_changes", "_versions", "atom")

    def __init__(self, provider: Provider, key: Key) -> None:
        self.atom = provider.atoms[key]
        found = {label: provider.operation(label, key) for label in provider.apis}
        self._versions = {label: one for label, one in found.items() if one is not None}
        self._changes: dict[tuple[str, str], tuple[SpecChange, ...]] = {}

    def needs(self, label: str, fields: Fields) -> Iterator[str]:
        """Give the atoms that a user built against the version `label` needs beside the operation itself."""
        if label not in self._versions or len(self._versions) == 1:
            yield from self._single(fields)
            return
        if digest := self._request_digest(label):
            yield f"{self.atom}{REQUEST}@{digest}"
        if not fields:
            for status in self._versions[label][1].responses:
                if digest := self._response_digest(label, status):
                    yield f"{self.atom}#{status}@{digest}"
            return
        for status, steps in fields:
            digest = self._response_digest(label, status)
            if self._declared_somewhere(status, steps):
                yield self._field(status, steps) + (f"@{digest}" if digest else "")

    def _single(self, fields: Fields) -> Iterator[str]:
        for status, steps in fields:
            if self._declared_somewhere(status, steps):
                yield self._field(status, steps)

    def provides(self, label: str, fields: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
        """Give the atoms of shapes whose users the version `label` satisfies; what is unknown counts as satisfied."""
        if label not in self._versions:
            return
        for status, steps in fields:
            if self._declares(label, status, steps):
                yield self._field(status, steps)
        for other in self._versions:
            yield from self._provided(label, other, tuple(fields))

    def _provided(self, label: str, other: str, fields: Fields) -> Iterator[str]:
        changes = self._between(other, label)
        if (digest := self._request_digest(other)) and not any(
            one.impact in _BREAKS for one in changes if one.direction == "request"
        ):
            yield f"{self.atom}{REQUEST}@{digest}"
        for status in self._versions[other][1].responses:
            digest = self._response_digest(other, status)
            if digest and not any(one.impact in _BREAKS for one in changes if _about(one, status)):
                yield f"{self.atom}#{status}@{digest}"
        for status, steps in fields:
            digest = self._response_digest(other, status)
            broken = any(one.impact in _FIELD_BREAKS for one in changes if _about(one, status) and _touches(one, steps))
            if digest and self._declares(label, status, steps) and not broken:
                yield f"{self._field(status, steps)}@{digest}"

    def _field(self, status: str, steps: tuple[str, ...]) -> str:
        return f"{self.atom}#{'.'.join((status, *steps))}"

    def _between(self, base: str, head: str) -> tuple[SpecChange, ...]:
        from deploycheck.domains.openapi.diff import operation_changes

        if base == head:
            return ()
        if (base, head) not in self._changes:
            (base_api, old), (head_api, new) = self._versions[base], self._versions[head]
            pair = Pair(base_api, head_api, old, new)
            self._changes[base, head] = tuple(operation_changes(pair, judge_of(base_api, head_api)))
        return self._changes[base, head]

    def _declared_somewhere(self, status: str, steps: tuple[str, ...]) -> bool:
        return any(self._declares(label, status, steps) for label in self._versions)

    def _declares(self, label: str, status: str, steps: tuple[str, ...]) -> bool:
        api, operation = self._versions[label]
        return any(declares(media.shape, api.definitions, steps) for media in _media(operation, status))

    def _request_digest(self, label: str) -> str:
        """Give the digest of what a version takes; empty where all versions take the same."""
        return self._distinct({one: request_digest(*version) for one, version in self._versions.items()}, label)

    def _response_digest(self, label: str, status: str) -> str:
        digests = {one: response_digest(*version, status) for one, version in self._versions.items()}
        return self._distinct(digests, label)

    @staticmethod
    def _distinct(digests: dict[str, str], label: str) -> str:
        return digests.get(label, "") if len(set(digests.values())) > 1 else ""


def _about(change: SpecChange, status: str) -> bool:
    return change.direction == "response" and change.status in (status, None)


def _touches(change: SpecChange, steps: tuple[str, ...]) -> bool:
    return change.place is None or any(_overlap(place, steps) for place in change.places)


def _overlap(place: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    plain = tuple(step for step in place if step != "*")
    shorter = min(len(plain), len(steps))
    return plain[:shorter] == steps[:shorter]


def declares(shape: Shape | None, definitions: Definitions, steps: tuple[str, ...]) -> bool:
    """Whether a schema names a property path; elements of lists and maps are passed through."""
    if shape is None:
        return False
    here = root(shape, definitions)
    for step in steps:
        for _ in range(_NESTED_LISTS):
            if step in here.names() or not here.elements().parts:
                break
            here = here.elements()
        if step not in here.visible("response"):
            return False
        here = here.child(step)
    return True


_NESTED_LISTS = 4


def _media(operation: Operation, status: str) -> tuple[Media, ...]:
    from deploycheck.domains.openapi.changes.responses import answering

    response = answering(status, operation.responses)
    return tuple(response.media.values()) if response else ()


def request_digest(api: Api, operation: Operation) -> str:
    """Identify everything that a caller has to get right."""
    parts: list[object] = [
        [place, one.name, one.required, one.style, one.explode, one.media, _text(api, one.shape)]
        for (place, _), one in sorted(operation.parameters.items())
    ]
    if operation.body:
        parts.append([operation.body.required])
        parts.extend([kind, _text(api, media.shape)] for kind, media in sorted(operation.body.media.items()))
    parts.append(sorted(sorted((name, sorted(scopes)) for name, scopes in one) for one in operation.security))
    return _digest(parts)


def response_digest(api: Api, operation: Operation, status: str) -> str:
    """Identify what a caller has to understand when `status` comes."""
    return _digest([status, *([one.type, _text(api, one.shape)] for one in _media(operation, status))])


def _text(api: Api, shape: Shape | None) -> str:
    """Write a schema with all that it refers to."""
    if shape is None:
        return ""
    document = Document(api.definitions)
    texts = [encoded(shape.schema), *(document.text(name) for name in sorted(document.closure(shape.schema)))]
    return "\n".join(text.decode() for text in texts if text)


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
