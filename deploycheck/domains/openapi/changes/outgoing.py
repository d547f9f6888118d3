"""Callbacks and webhooks: there the API calls, and its users answer."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from deploycheck.domains.openapi.changes.bodies import body_changes
from deploycheck.domains.openapi.changes.change import Changes, Pair, SpecChange
from deploycheck.domains.openapi.changes.future import future_changes
from deploycheck.domains.openapi.changes.parameters import parameter_changes
from deploycheck.domains.openapi.changes.responses import is_success, response_changes
from deploycheck.domains.openapi.changes.sending import sending_changes
from deploycheck.domains.openapi.changes.topic import dotted
from deploycheck.domains.openapi.judge import Judge, judge_of
from deploycheck.domains.openapi.link import WEBHOOKS, Api
from deploycheck.domains.openapi.model import Operation
from deploycheck.domains.openapi.spreading import Asking
from deploycheck.model.severity import Impact

_HARMLESS = (
    "request-body-removed", "parameter-removed", "request-property-ignored",
    "response-status-dropped", "response-media-type-dropped", "response-media-type-widened", "link-removed",
    "link-changed",
)  # fmt: skip
_FURTHER = (
    "spec-ambiguous",
    "union-now-ambiguous",
    "spec-undecidable",
    "schema-unsatisfiable",
    "keyword-without-effect",
)


def callback_changes(pair: Pair, judge: Judge) -> Changes:
    """Compare the callbacks of an operation."""
    for name, base in pair.base.callbacks.items():
        head = pair.head.callbacks.get(name)
        if head is None:
            yield pair.change(
                "callback-removed",
                f"callback {name} is no longer made",
                was=base.spot,
                aspect=f"callback.{name}",
                effect="removed",
                impact=Impact.INCOMPATIBLE,
                before=name,
            )
        else:
            inner = replace(pair, base=base, head=head)
            yield from _inverted(inner, judge, "callback-payload-changed", f"callback {name}", pair.subject, pair.base)
    for name, head in pair.head.callbacks.items():
        if name not in pair.base.callbacks:
            yield pair.change(
                "callback-added", f"callback {name} is made now", at=head.spot, aspect=f"callback.{name}",
                effect="added", impact=None, after=name,
            )  # fmt: skip


def webhook_changes(judge: Judge) -> Changes:
    """Compare the webhooks of two versions of an API."""
    base, head = (_by_name(webhooks(api, judge)) for api in (judge.base, judge.head))
    asking = {one.key: one for one in payload_questions(judge)}
    for name, operation in base.items():
        if name not in head:
            yield _lost(judge, operation, _subject(operation))
        else:
            yield from asking[name].answer()
    for name, operation in head.items():
        if name not in base:
            yield _gained(judge, operation, _subject(operation))


def payload_questions(judge: Judge) -> Iterator[Asking]:
    """Give what there is to ask about the webhooks that both versions have."""
    base, head = (_by_name(webhooks(api, judge)) for api in (judge.base, judge.head))
    size = judge.head.specification.root.size
    for name, operation in base.items():
        if name in head:
            pair = Pair(judge.base, judge.head, operation, head[name])
            yield Asking(judge.called, name, partial(_payload_changes, pair, judge, operation), size)


def _payload_changes(pair: Pair, judge: Judge, operation: Operation) -> Changes:
    title = f"webhook {operation.path}"
    return _inverted(pair, judge, "webhook-payload-changed", title, _subject(operation), operation)


def _subject(webhook: Operation) -> str:
    return f"webhook {webhook.subject}"


def webhooks(api: Api, judge: Judge) -> tuple[Operation, ...]:
    """Give the webhooks of one side that may differ from the other's."""
    return api.webhooks if judge.untouched is None else api.touched(judge.untouched, *WEBHOOKS)


def _by_name(webhooks: tuple[Operation, ...]) -> Mapping[str, Operation]:
    return {one.subject: one for one in webhooks}


def _lost(judge: Judge, operation: Operation, subject: str) -> SpecChange:
    return SpecChange(
        kind="webhook-removed",
        subject=subject,
        text=f"webhook {operation.path} is no longer sent",
        at=judge.head.location,
        was=operation.location.on("base"),
        operation=operation,
        aspect="webhook",
        pointer=operation.spot.pointer,
        effect="removed",
        impact=Impact.INCOMPATIBLE,
        before=operation.path,
        service=judge.head.service,
    )


def _gained(judge: Judge, operation: Operation, subject: str) -> SpecChange:
    return SpecChange(
        kind="webhook-added", subject=subject, text=f"webhook {operation.path} is sent now", at=operation.location,
        operation=operation, aspect="webhook", pointer=operation.spot.pointer, effect="added", impact=None,
        after=operation.path, service=judge.head.service,
    )  # fmt: skip


def _inverted(  # noqa: PLR0913, PLR0917  one comparison and how to report it
    pair: Pair, judge: Judge, kind: str, title: str, subject: str, operation: Operation
) -> Changes:
    """Compare with the sides exchanged, and report what hurts whoever is called."""
    swapped, turned = pair.swapped, judge_of(judge.head, judge.base)
    found = [
        *parameter_changes(swapped, turned),
        *body_changes(swapped, turned),
        *response_changes(swapped, turned),
    ]
    for change in found:
        if change.kind == "parameter-order-changed" or (change.kind == "schema-unsatisfiable" and change.place):
            continue  # whoever is called reads parameters by name, and gives no answer that no schema fits
        impact, text = _seen_by_the_called(change)
        name = kind if impact is not None else kind.replace("-changed", "-relaxed")
        yield replace(
            change,
            kind=change.kind if change.kind in _FURTHER else name,
            impact=impact,
            subject=subject,
            text=f"{title}: {text}",
            at=(change.was or change.at).on("head"),
            was=change.at.on("base"),
            operation=operation,
            aspect=f"{title.replace(' ', '.')}.{change.aspect}",
            before=change.after,
            after=change.before,
            status=None,
            place=None,
            more=(),
            service=pair.head_api.service,
        )
    for change in (*future_changes(pair), *sending_changes(pair, kind.partition("-")[0])):
        aspect = f"{title.replace(' ', '.')}.{change.aspect}"
        yield replace(change, subject=subject, text=f"{title}: {change.text}", aspect=aspect, operation=operation)


def _seen_by_the_called(change: SpecChange) -> tuple[Impact | None, str]:
    """Give what a change means to whoever is called, and the words: `change` was found with the sides exchanged."""
    harmless = f"{change.aspect} changed, and whoever is called can take it"
    if change.kind in _FURTHER:
        return change.impact, change.text
    if turned := _turned(change):
        return turned
    if change.impact is None or change.kind in _HARMLESS or (change.kind, change.impact) in _MORE_ANSWERED:
        return None, harmless
    grown = change.direction == "request" and change.before in _GROWING
    impact = Impact.RESPONSE_ENUM_GROWN if grown and change.impact is Impact.INCOMPATIBLE else change.impact
    words = _TEXTS.get(change.kind)
    return impact, words.format(change.after, change.before) if words else change.text


def _turned(change: SpecChange) -> tuple[Impact, str] | None:
    """Give what looks like news with the sides exchanged: what may still be answered, or does not come any more."""
    if change.kind not in _TURNED or (change.kind, change.effect) == ("request-body-relaxed", "widened"):
        return None
    if change.kind == "response-status-added" and not is_success(str(change.after)):
        return None
    impact, words = _TURNED[change.kind]
    return impact, words.format(dotted(change.place) if change.place else change.after)


_TURNED = {
    "response-status-added": (Impact.INCOMPATIBLE, "the answer {} is no longer expected"),
    "response-media-type-added": (Impact.INCOMPATIBLE, "answers of type {} are no longer expected"),
    "response-property-new": (Impact.BEHAVIOURAL, "property {} of answers is no longer read"),
    "request-property-added": (Impact.OPTIONAL_RESPONSE_GONE, "property {} may no longer come"),
    "request-body-relaxed": (Impact.OPTIONAL_RESPONSE_GONE, "the body no longer comes"),
    "parameter-added": (Impact.OPTIONAL_RESPONSE_GONE, "{} no longer comes"),
}
_MORE_ANSWERED = (
    ("response-property-removed", Impact.OPTIONAL_RESPONSE_GONE),
    ("response-header-dropped", Impact.BEHAVIOURAL),
)
"""What the called may answer beside what they answered before."""
_TEXTS = {
    "parameter-now-required": "{} is no longer always sent",
    "request-media-type-dropped": "it may come as {1} now",
    "request-body-now-required": "the body is no longer always sent",
    "response-header-dropped": "answers need the header {1} now",
    "response-header-now-optional": "answers need the header {1} now",
}
_GROWING = ("enum", "const", "additionalProperties", "unevaluatedProperties")
