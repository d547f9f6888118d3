"""What differs between the APIs of two snapshots."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from deploycheck.domains.openapi.changes.access import access_changes
from deploycheck.domains.openapi.changes.bodies import body_changes
from deploycheck.domains.openapi.changes.change import Changes, Pair, SpecChange
from deploycheck.domains.openapi.changes.future import future_changes
from deploycheck.domains.openapi.changes.outgoing import callback_changes, payload_questions, webhook_changes, webhooks
from deploycheck.domains.openapi.changes.parameters import parameter_changes
from deploycheck.domains.openapi.changes.responses import response_changes
from deploycheck.domains.openapi.changes.twins import with_twins
from deploycheck.domains.openapi.changes.whole import (
    moved_operations,
    own_server_changes,
    removed_operations,
    whole_changes,
)
from deploycheck.domains.openapi.judge import Judge, both_ways, judge_of
from deploycheck.domains.openapi.link import Api, ApiModel
from deploycheck.domains.openapi.matching import ApiPair, OperationMatch, pair_apis, pair_operations
from deploycheck.domains.openapi.model import Operation, canonical
from deploycheck.domains.openapi.operations import METHODS
from deploycheck.domains.openapi.references import Steps
from deploycheck.domains.openapi.spreading import Asking, tell_ahead
from deploycheck.model.change import View
from deploycheck.model.finding import Finding
from deploycheck.model.location import Location


@dataclass(frozen=True, slots=True)
class ApiDiff:
    """One API that differs between base and head; one side is None where the whole API came or went.

    `kinds` are the kinds of its changes.
    """

    base: Api | None
    head: Api | None
    match: OperationMatch
    changes: tuple[SpecChange, ...]
    fallback: Location
    kinds: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", frozenset(change.kind for change in self.changes))

    @property
    def api(self) -> Api:
        """The API, as head has it where it does."""
        found = self.head or self.base
        if found is None:
            raise ValueError("an API that is on neither side")
        return found

    @property
    def service(self) -> str | None:
        """The service that provides it."""
        return self.api.service

    @property
    def location(self) -> Location:
        """Where it stands in head, else its nearest survivor."""
        return self.head.location if self.head else self.fallback

    def invalid(self) -> Iterator[tuple[Finding, str]]:
        """Give a finding without words, and the words, for each thing in head that OpenAPI does not allow."""
        if self.head is None or not self.head.invalid:
            return
        known = {one.identity for one in self.base.invalid} if self.base else set()
        for one in self.head.invalid:
            place = Finding(
                "", one.spot.location, subject=self.head.title or self.head.name, aspect="validity",
                pointer=one.spot.pointer, change=one.message, service=self.head.service,
                existing=one.identity in known,
            )  # fmt: skip
            yield place, one.message

    def of(self, kind: str) -> Iterator[SpecChange]:
        """Give the changes that the rule named `kind` judges."""
        return (change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class SpecDiff:
    """All APIs that differ."""

    apis: tuple[ApiDiff, ...]


def diff(base: View, head: View) -> SpecDiff | None:
    """Compare the APIs of two views; None when none differs."""
    pairs = pair_apis(base.model("openapi"), head.model("openapi"))
    matched = [_matched(pair, head) for pair in pairs if _differs(pair) and not _unread(pair, base, head)]
    model = head.model("openapi")
    _tell_ahead([one for one in matched if not isinstance(one, ApiDiff)], model.jobs if model is not None else 1)
    found = tuple(one if isinstance(one, ApiDiff) else _told(*one) for one in matched)
    return SpecDiff(found) if found else None


def _differs(pair: ApiPair) -> bool:
    return pair.base is None or pair.head is None or pair.base.content != pair.head.content


def _unread(pair: ApiPair, base: View, head: View) -> bool:
    """Whether an API seems to have come or gone only because its file could not be read; that is said elsewhere."""
    if pair.head is None:
        return pair.base is not None and pair.base.path in head.unread
    return pair.base is None and pair.head.path in base.unread


def _matched(pair: ApiPair, head: View) -> "ApiDiff | _Matched":
    """Match the operations of two versions; an API that came or went is all told already."""
    fallback = _survivor(pair.base or pair.head, head)
    if pair.base is None or pair.head is None:
        added = pair.head.operations if pair.head else ()
        lost = tuple(_lost(pair.base, head.model("openapi"))) if pair.base else ()
        gone = removed_operations(pair.base, lost, fallback, pair.base.service) if pair.base else ()
        return ApiDiff(pair.base, pair.head, OperationMatch((), lost, added), tuple(gone), fallback)
    match = pair_operations(pair.base, pair.head, judge_of(pair.base, pair.head).untouched)
    return _Matched(pair.base, pair.head, match, fallback)


class _Matched(NamedTuple):
    """Two versions of an API whose operations are matched."""

    base: Api
    head: Api
    match: OperationMatch
    fallback: Location


def _told(base: Api, head: Api, match: OperationMatch, fallback: Location) -> ApiDiff:
    return ApiDiff(base, head, match, _distinct(with_twins(_changes(base, head, match))), fallback)


def _tell_ahead(matched: list[_Matched], jobs: int) -> None:
    """Compare the operations on several cores, where there are many."""
    questions: list[Asking] = []
    operations: list[Operation] = []
    for base, head, match, _ in matched:
        judge, size = judge_of(base, head), head.specification.root.size
        pairs = [Pair(base, head, old, new) for old, new in match.both]
        questions.extend(
            Asking(judge.told, told_by(one), partial(operation_changes, one, judge), size, _about(one, judge))
            for one in pairs
        )
        questions.extend(payload_questions(judge))
        operations.extend(one for both in match.both for one in both)
        operations.extend(one for api in (base, head) for one in webhooks(api, judge))
    judges = [judge for base, head, *_ in matched for judge in both_ways(base, head)]
    tell_ahead(questions, operations, jobs, judges)


def _about(pair: Pair, judge: Judge) -> frozenset[Steps]:
    found = judge.untouched
    return frozenset() if found is None else found.reasons("paths", pair.head.path)


def _lost(api: Api, model: ApiModel | None) -> Iterator[Operation]:
    """Give the operations of a spec that is gone, but those that a copy of it still offers on the same servers."""
    copies = [
        one
        for one in (model.apis.values() if model else ())
        if one.service == api.service and set(one.servers.urls) == set(api.servers.urls)
    ]
    offered = {entry.key for copy in copies for entry in copy.outline}
    return (one for one in api.operations if (one.method, canonical(one.path)) not in offered)


def _survivor(api: Api | None, head: View) -> Location:
    """Give the place in head for an API that is gone: its file, else its service, else the root."""
    if api is None:
        return Location("")
    if api.path in head.entries:
        return Location(api.path)
    service = head.estate.services.get(api.service or "")
    return service.location if service else Location(api.path.rpartition("/")[0] or ".")


def _changes(base: Api, head: Api, match: OperationMatch) -> Changes:
    judge = judge_of(base, head)
    if match.moved:
        yield from moved_operations(base, head, match)
    for operation in match.removed:
        yield from removed_operations(base, (operation,), _path_in(head, operation), head.service)
    yield from whole_changes(base, head, match)
    for old, new in match.both:
        yield from matched_changes(Pair(base, head, old, new), judge)
    yield from webhook_changes(judge)


def _path_in(head: Api, operation: Operation) -> Location:
    """Give the place in head for an operation that is gone: its path, else all paths."""
    item = head.specification.node("paths", operation.path)
    followed = head.specification.follow(item)
    if isinstance(followed.value, dict) and any(isinstance(followed.value.get(one), dict) for one in METHODS):
        return followed.spot.location
    steps = ("paths", operation.path) if item.value else ("paths",)
    return head.specification.node(*steps).spot.location


def matched_changes(pair: Pair, judge: Judge) -> tuple[SpecChange, ...]:
    """Give everything that differs between two versions of an operation of `paths`, or what breaks somebody.

    The contracts ask for it, too, in both directions.
    """
    key = told_by(pair)
    if key in judge.told:
        return judge.told[key]
    told = judge.breaking if pair.breaking else judge.told
    if key not in told:
        told[key] = tuple(operation_changes(pair, judge))
    return told[key]


def told_by(pair: Pair) -> tuple[str, str, str, str]:
    """Give the name by which a judge remembers what differs between two versions of an operation."""
    return pair.base.method, pair.base.path, pair.head.method, pair.head.path


def operation_changes(pair: Pair, judge: Judge) -> Changes:
    """Give everything that differs between two versions of one operation."""
    yield from parameter_changes(pair, judge)
    yield from body_changes(pair, judge)
    yield from response_changes(pair, judge)
    yield from access_changes(pair)
    yield from future_changes(pair)
    yield from own_server_changes(pair)
    yield from callback_changes(pair, judge)


def _distinct(changes: Iterable[SpecChange]) -> tuple[SpecChange, ...]:
    """Drop repetitions, and keep apart what would look the same in a report."""
    found: dict[tuple[object, ...], SpecChange] = {}
    for change in changes:
        key = (change.kind, change.subject, change.aspect, change.pointer, repr(change.before), repr(change.after))
        found.setdefault(key, replace(change))
    return tuple(found.values())
