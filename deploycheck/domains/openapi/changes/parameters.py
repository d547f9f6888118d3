"""Parameters: presence, place, how they are written, and their schema."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from deploycheck.domains.openapi.changes.change import Changes, Pair, SpecChange
from deploycheck.domains.openapi.changes.schema import schema_changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.model import Parameter
from deploycheck.domains.openapi.places import structured
from deploycheck.domains.openapi.wire import as_text, receiver
from deploycheck.model.severity import Impact

_LISTED = {"form", "simple"}


def parameter_changes(pair: Pair, judge: Judge) -> Changes:
    """Compare the parameters of an operation."""
    for key, base in pair.base.parameters.items():
        head = pair.head.parameters.get(key)
        if head is None:
            yield from _removed(pair, base)
        else:
            yield from _kept(pair, judge, base, head)
    for key, head in pair.head.parameters.items():
        if key not in pair.base.parameters:
            yield from _added(pair, head)
    kept = [key for key in pair.base.parameters if key in pair.head.parameters]
    now = [key for key in pair.head.parameters if key in pair.base.parameters]
    if kept != now:
        order = ", ".join(pair.head.parameters[key].name for key in now)
        yield pair.change(
            "parameter-order-changed", f"its parameters are listed in another order ({order})",
            at=pair.head.spot.at("parameters"), was=pair.base.spot.at("parameters"), aspect="parameters",
            direction="request", impact=None, before=kept, after=now,
        )  # fmt: skip


def _removed(pair: Pair, base: Parameter) -> Changes:
    moved = next((one for one in pair.head.parameters.values() if _same_name(one, base)), None)
    if moved is not None and (moved.place, moved.name) not in {
        (p.place, p.name) for p in pair.base.parameters.values()
    }:
        yield _change(pair, "parameter-moved", f"{base.title} is read from the {moved.place} now", base, moved)
        return
    yield _change(
        pair,
        "parameter-removed",
        f"{base.title} is no longer read",
        base,
        None,
        impact=Impact.BEHAVIOURAL,
        effect="removed",
    )


def _same_name(one: Parameter, other: Parameter) -> bool:
    return one.name.lower() == other.name.lower() and one.place != other.place


def _added(pair: Pair, head: Parameter) -> Changes:
    if any(_same_name(one, head) for one in pair.base.parameters.values()):
        same = next(one for one in pair.base.parameters.values() if _same_name(one, head))
        if (same.place, same.name) not in {(p.place, p.name) for p in pair.head.parameters.values()}:
            return  # told as moved
    if head.required:
        text = f"{head.title} was added and is required"
        yield _change(pair, "parameter-now-required", text, None, head, effect="narrowed")
    else:
        yield _change(pair, "parameter-added", f"{head.title} was added", None, head, impact=None, effect="added")


def _kept(pair: Pair, judge: Judge, base: Parameter, head: Parameter) -> Changes:
    if head.required and not base.required:
        yield _change(pair, "parameter-now-required", f"{head.title} became required", base, head, effect="narrowed")
    for aspect, text, before, after in _written(base, head):
        yield replace(
            _change(pair, "parameter-encoding-changed", f"{head.title}: {text}", base, head),
            aspect=f"{_aspect(head)}.{aspect}",
            before=before,
            after=after,
        )
    if base.allow_empty and not head.allow_empty:
        text = f"{head.title} may no longer be empty"
        yield _change(pair, "parameter-encoding-changed", text, base, head, impact=Impact.BEHAVIOURAL)
    for aspect, text in _relaxed(base, head):
        change = _change(pair, "parameter-relaxed", f"{head.title} {text}", base, head, impact=None, effect="widened")
        yield replace(change, aspect=f"{_aspect(head)}.{aspect}")
    yield from schema_changes(_topic(pair, judge, base, head))


def _relaxed(base: Parameter, head: Parameter) -> Iterator[tuple[str, str]]:
    """Give what callers need not do any more, or may do now."""
    if base.required and not head.required:
        yield "required", "became optional"
    if head.allow_reserved and not base.allow_reserved:
        yield "allowReserved", "may hold reserved characters as they are"
    if head.allow_empty and not base.allow_empty:
        yield "allowEmptyValue", "may be empty"


def _written(base: Parameter, head: Parameter) -> Iterator[tuple[str, str, object, object]]:
    if base.media != head.media:
        yield (
            "content",
            f"is written as {head.media or 'text'} instead of {base.media or 'text'}",
            base.media,
            head.media,
        )
    if base.allow_reserved and not head.allow_reserved:
        yield "allowReserved", "reserved characters must be escaped now", True, False
    if base.media or head.media or not (structured(base.shape) or structured(head.shape)):
        return
    if base.style != head.style:
        yield "style", f"style changed from {base.style} to {head.style}", base.style, head.style
    elif base.explode != head.explode:
        yield "explode", f"explode changed from {base.explode} to {head.explode}", base.explode, head.explode


def _topic(pair: Pair, judge: Judge, base: Parameter, head: Parameter) -> Topic:
    base_shape, head_shape = base.shape, head.shape
    if head.media is None and not judge.same(base_shape.schema, head_shape.schema):
        listed = head.style in _LISTED and (head.explode or head.style == "simple")
        taken = receiver(head_shape.schema, judge.head.definitions, listed=listed)
        head_shape = replace(head_shape, schema=taken)
        base_shape = replace(base_shape, schema=as_text(base_shape.schema, taken, judge.base.definitions))

    def embed(value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
        method, path = pair.base.method, pair.base.full_path
        return {"method": method, "path": path, "parameters": [{"in": base.place, "name": base.name, "value": value}]}

    return Topic(
        pair, judge, base_shape, head_shape, "request", "parameter", head.title, _aspect(head), embed,
        lifecycle=base.lifecycle, written=(base.shape, head.shape),
    )  # fmt: skip


def _aspect(parameter: Parameter) -> str:
    return f"parameter.{parameter.place}.{parameter.name}"


def _change(  # noqa: PLR0913  one parameter on both sides
    pair: Pair,
    kind: str,
    text: str,
    base: Parameter | None,
    head: Parameter | None,
    *,
    impact: Impact | None = Impact.INCOMPATIBLE,
    effect: Any = "changed",  # noqa: ANN401  one of Effect
) -> SpecChange:
    thing = head or base
    return pair.change(
        kind,
        text,
        at=head.spot if head else None,
        was=base.spot if base else None,
        aspect=_aspect(thing) if thing else "",
        effect=effect,
        direction="request",
        impact=impact,
        before=base.name if base else None,
        after=head.name if head else None,
        lifecycle=base.lifecycle if base else None,
    )
