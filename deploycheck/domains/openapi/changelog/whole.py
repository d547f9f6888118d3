"""Every difference between two versions of an API that belongs to no operation that both have."""

from collections.abc import Iterable, Mapping

from deploycheck.domains.openapi.changelog.note import Note, Notes, Part
from deploycheck.domains.openapi.changelog.operations import outgoing_notes
from deploycheck.domains.openapi.changelog.schemes import scheme_notes
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.changes.change import Pair
from deploycheck.domains.openapi.changes.outgoing import webhooks
from deploycheck.domains.openapi.judge import Judge, judge_of
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.matching import OperationMatch
from deploycheck.domains.openapi.model import Operation
from deploycheck.domains.openapi.servers import servers
from deploycheck.domains.openapi.specification import Node
from deploycheck.model.changelog import Kind

WEBHOOK = "webhook "
"""What findings put before the name of a webhook."""
_INFO = ("title", "summary", "description", "termsOfService", "contact", "license")


def whole_notes(base: Api, head: Api, match: OperationMatch) -> Notes:
    """Give what came and went, and what is said about the whole API."""
    yield from _servers(base, head, match)
    yield from scheme_notes(base, head)
    yield from webhook_notes(judge_of(base, head))
    yield from _info(base, head)


def operations_notes(kind: Kind, operations: Iterable[Operation], prefix: str = "") -> Notes:
    """Say of each of these operations that it came, or went."""
    for one in operations:
        spots = (one.spot, None) if kind == "added" else (None, one.spot)
        subject = f"{prefix}{one.subject}"
        aspect = ("webhook",) if prefix else ()
        yield Note(kind, subject, aspect, "", _detail(one), *spots)


def _detail(operation: Operation) -> str:
    return "deprecated" if operation.lifecycle.deprecated else ""


def _servers(base: Api, head: Api, match: OperationMatch) -> Notes:
    at, was = head.specification.node("servers"), base.specification.node("servers")
    if match.moved is not None:
        before, after = match.moved
        text = f"every path begins with {after or '/'} instead of {before or '/'}"
        yield Note("changed", "", ("servers",), "servers", text, at.spot, was.spot)
        return
    old_urls, new_urls = servers(was.value).urls, servers(at.value).urls
    for url in sorted({*old_urls} ^ {*new_urls}):
        yield _came_or_went(url in new_urls, ("servers",), f"server {url}", at, was)


def _came_or_went(came: bool, aspect: tuple[str, ...], title: str, at: Node, was: Node) -> Note:  # noqa: FBT001
    spots = (at.spot, None) if came else (None, was.spot)
    return Note("added" if came else "removed", "", aspect, title, "", *spots)


def webhook_notes(judge: Judge) -> Notes:
    """Compare what the API calls at its users."""
    base, head = (_by_subject(webhooks(api, judge)) for api in (judge.base, judge.head))
    yield from operations_notes("removed", (one for name, one in base.items() if name not in head), WEBHOOK)
    yield from operations_notes("added", (one for name, one in head.items() if name not in base), WEBHOOK)
    for name, one in base.items():
        if name in head:
            pair = Pair(judge.base, judge.head, one, head[name])
            aspect = ("webhook", one.path)
            part = Part(pair, judge, f"{WEBHOOK}{name}", "", aspect, flipped=True)
            yield from outgoing_notes(part)


def _by_subject(webhooks: Iterable[Operation]) -> Mapping[str, Operation]:
    return {one.subject: one for one in webhooks}


def _info(base: Api, head: Api) -> Notes:
    for keyword in _INFO:
        if text := said(keyword, base.info.get(keyword, MISSING), head.info.get(keyword, MISSING)):
            at, was = head.specification.node("info", keyword).spot, base.specification.node("info", keyword).spot
            yield Note("changed", "", ("info", keyword), "info", text, at, was, documentation=True)
