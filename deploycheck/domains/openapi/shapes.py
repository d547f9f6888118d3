"""Shapes as atoms: what an operation takes and answers, as each version of its provider has it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deploycheck.containment.document import encoded
from deploycheck.domains.openapi.atoms import REQUEST, STRICTLY, part_of
from deploycheck.domains.openapi.changes.change import Pair, SpecChange
from deploycheck.domains.openapi.changes.responses import answering
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.judge import judge_of
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Media, Operation, Shape
from deploycheck.domains.openapi.offers import Key, Provider
from deploycheck.domains.openapi.parts import parts_read, sends
from deploycheck.domains.openapi.passing import passes
from deploycheck.domains.openapi.places import root
from deploycheck.domains.openapi.sparing import bearing, knows_requests
from deploycheck.model.service import Use
from deploycheck.model.severity import Impact

Fields = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields of responses: status and steps of each; no steps where only the status matters."""
Digests = dict[str, dict[str, str]]
"""Digests of what is sent or answered, by version."""

_BREAKS = (Impact.INCOMPATIBLE,)
_STRICT_BREAKS = (Impact.INCOMPATIBLE, Impact.RESPONSE_ENUM_GROWN)
_FIELD_BREAKS = (Impact.INCOMPATIBLE, Impact.OPTIONAL_RESPONSE_GONE)


@dataclass(frozen=True, slots=True)
class Reliance:
    """What one user relies on: `fields` None is everything that is answered, `use` None everything that is sent."""

    fields: Fields | None = None
    use: Use | None = None

    @property
    def strict(self) -> bool:
        """Whether a value that it does not know breaks it."""
        return self.use is not None and self.use.reads != "tolerant"


class Shapes:
    """The shapes of one operation in every version of its provider, and who satisfies whose users.

    `strict` says that some of its users read strictly.
    """

    __slots__ = ("_changes", "_read", "_strict", "_versions", "atom", "digests")

    def __init__(self, provider: Provider, key: Key, *, strict: bool = False) -> None:
        self._strict = strict
        self.atom = provider.atoms[key]
        found = {label: provider.operation(label, key) for label in provider.apis}
        self._versions = {label: one for label, one in found.items() if one is not None}
        self._changes: dict[tuple[str, str], tuple[SpecChange, ...]] = {}
        self.digests: Digests = {}
        """What was worked out of them: of requests under an empty text, of answers under their status."""
        self._read: dict[str, frozenset[str]] = {}

    def needs(self, label: str, reliance: Reliance) -> Iterator[str]:
        """Give the atoms that a user built against the version `label` needs beside the operation itself."""
        fields = reliance.fields
        if label not in self._versions or len(self._versions) == 1:
            yield from self.fields(label, fields or ())
            return
        yield from self._asked(label, reliance.use)
        strictly = STRICTLY if reliance.strict else ""
        if fields is None:
            for status in self._versions[label][1].responses:
                if digest := self._response_digest(label, status):
                    yield f"{self.atom}#{status}{strictly}@{digest}"
            return
        for status in dict.fromkeys(status for status, _ in fields):
            if self._comes_and_goes(status) and self._answers(label, status):
                yield f"{self.atom}#{status}"
        yield from self.fields(label, fields, strictly)

    def fields(self, label: str, fields: Fields, strictly: str = "") -> Iterator[str]:
        """Give the atoms of fields alone that a user built against `label` was seen to read."""
        for status, steps in fields:
            if steps and self._declared_somewhere(status, steps):
                digest = self._response_digest(label, status) if label in self._versions else ""
                yield self._field(status + (strictly if digest else ""), steps) + (f"@{digest}" if digest else "")

    def _asked(self, label: str, use: Use | None) -> Iterator[str]:
        """Give what a user needs of requests: all of it, or the parts that it does not provably leave alone."""
        digest = self._request_digest(label)
        if not digest:
            return
        if use is None or not knows_requests(use):
            yield f"{self.atom}{REQUEST}@{digest}"
            return
        parts = {
            part_of(change.aspect, change.place)
            for other in self._versions
            for change in self._narrowed(label, other)
            if bearing(use, change).stance != "spared"
        }
        yield from (f"{self.atom}{REQUEST}.{part}@{digest}" for part in sorted(parts))

    def provides(self, label: str, fields: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
        """Give the atoms of shapes whose users the version `label` satisfies; what is unknown counts as satisfied."""
        if label not in self._versions:
            return
        named = tuple(fields)
        for status, steps in named:
            if steps and self._declares(label, status, steps):
                yield self._field(status, steps)
            if self._comes_and_goes(status) and self._answers(label, status):
                yield f"{self.atom}#{status}"
        yield from self.presence(self._differing(label))
        for other in self._versions:
            yield from self._taken(label, other)
            yield from self._provided(label, other, named)

    def sent(self, label: str, use: Use) -> frozenset[str]:
        """Name the parts that a user sends, where the version `label` reads them and another one does not."""
        return frozenset(part for part in self._differing(label) if sends(use, part))

    def presence(self, parts: Iterable[str]) -> Iterator[str]:
        """Give the atoms of parts that a user sends and wants to be read."""
        yield from (f"{self.atom}{REQUEST}.{part}" for part in sorted(parts))

    def _differing(self, label: str) -> frozenset[str]:
        """Name the parts of requests that a version reads and another one does not."""
        if label not in self._versions:
            return frozenset()
        if not self._read:
            self._read = {one: parts_read(*version) for one, version in self._versions.items()}
        return self._read[label] - frozenset.intersection(*self._read.values())

    def _taken(self, label: str, other: str) -> Iterator[str]:
        """Give what the version `label` takes of the requests of those who were built against `other`."""
        digest = self._request_digest(other)
        if not digest:
            return
        refused = {part_of(change.aspect, change.place) for change in self._narrowed(other, label)}
        if not refused:
            yield f"{self.atom}{REQUEST}@{digest}"
        parts = {part_of(one.aspect, one.place) for each in self._versions for one in self._narrowed(other, each)}
        yield from (f"{self.atom}{REQUEST}.{part}@{digest}" for part in sorted(parts - refused))

    def _narrowed(self, base: str, head: str) -> Iterator[SpecChange]:
        changes = self._between(base, head)
        return (one for one in changes if one.direction == "request" and one.impact in _BREAKS)

    def _provided(self, label: str, other: str, fields: Fields) -> Iterator[str]:
        changes = self._between(other, label)
        base = self._versions[other][0]
        for strictly, breaks in (("", _BREAKS), (STRICTLY, _STRICT_BREAKS))[: 2 if self._strict else 1]:
            for status in self._versions[other][1].responses:
                digest = self._response_digest(other, status)
                if digest and not any(one.impact in breaks for one in changes if _about(one, status)):
                    yield f"{self.atom}#{status}{strictly}@{digest}"
            for status, steps in fields:
                digest = self._response_digest(other, status)
                touching = (one for one in changes if _about(one, status) and _touches(one, base, status, steps))
                broken = any(one.impact in (*breaks, *_FIELD_BREAKS) for one in touching)
                if steps and digest and self._declares(label, status, steps) and not broken:
                    yield f"{self._field(status + strictly, steps)}@{digest}"

    def _comes_and_goes(self, status: str) -> bool:
        """Whether some versions answer with a status and others don't."""
        return len({self._answers(label, status) for label in self._versions}) > 1

    def _answers(self, label: str, status: str) -> bool:
        return answering(status, self._versions[label][1].responses) is not None

    def _field(self, status: str, steps: tuple[str, ...]) -> str:
        return f"{self.atom}#{'.'.join((status, *steps))}"

    def _between(self, base: str, head: str) -> tuple[SpecChange, ...]:
        from deploycheck.domains.openapi.diff import matched_changes

        if base == head:
            return ()
        if (base, head) not in self._changes:
            (base_api, old), (head_api, new) = self._versions[base], self._versions[head]
            pair = Pair(base_api, head_api, old, new, breaking=True)
            self._changes[base, head] = matched_changes(pair, judge_of(base_api, head_api))
        return self._changes[base, head]

    def _declared_somewhere(self, status: str, steps: tuple[str, ...]) -> bool:
        return any(self._declares(label, status, steps) for label in self._versions)

    def _declares(self, label: str, status: str, steps: tuple[str, ...]) -> bool:
        api, operation = self._versions[label]
        return any(declares(media.shape, api.definitions, steps) for media in _media(operation, status))

    def _request_digest(self, label: str) -> str:
        """Give the digest of what a version takes; empty where all versions take the same."""
        if "" not in self.digests:
            self.digests[""] = {one: request_digest(*version) for one, version in self._versions.items()}
        return self._distinct(self.digests[""], label)

    def _response_digest(self, label: str, status: str) -> str:
        if status not in self.digests:
            found = {one: response_digest(*version, status) for one, version in self._versions.items()}
            self.digests[status] = found
        return self._distinct(self.digests[status], label)

    @staticmethod
    def _distinct(digests: dict[str, str], label: str) -> str:
        return digests.get(label, "") if len(set(digests.values())) > 1 else ""


def _about(change: SpecChange, status: str) -> bool:
    return change.direction == "response" and change.status in (status, None)


def _touches(change: SpecChange, base: Api, status: str, steps: tuple[str, ...]) -> bool:
    if change.place is None:
        return True
    return any(_overlap(place, steps) for place in change.places) or passes(change, base, status, steps)


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
    document = api.definitions.document
    texts = [encoded(shape.schema), *(document.text(name) for name in sorted(document.closure(shape.schema)))]
    return "\n".join(text.decode() for text in texts if text)


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
