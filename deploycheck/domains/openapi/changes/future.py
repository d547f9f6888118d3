"""Deprecation, sunset and stability of operations, parameters, headers and properties."""

from collections.abc import Callable

from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.domains.openapi.model import Lifecycle, parsed
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.severity import Impact

_IMPACTS = {"sunset-moved-up": Impact.BEHAVIOURAL, "stability-lowered": Impact.INCOMPATIBLE}
_OF = "operation-"
LEVELS = ("draft", "alpha", "beta", "stable")


def future_changes(pair: Pair) -> Changes:
    """Compare what base and head say about the future."""
    yield from lifecycle_changes(pair, pair.base.lifecycle, pair.head.lifecycle, "", "the operation", pair.head.spot)
    for key, base in pair.base.parameters.items():
        head = pair.head.parameters.get(key)
        if head is not None:
            aspect = f"parameter.{head.place}.{head.name}"
            yield from lifecycle_changes(pair, base.lifecycle, head.lifecycle, aspect, head.title, head.spot)
    for status, response in pair.base.responses.items():
        if status in pair.head.responses:
            other = pair.head.responses[status]
            aspect, title = f"response.{status}", f"response {status}"
            yield from lifecycle_changes(pair, response.lifecycle, other.lifecycle, aspect, title, other.spot)
        for name, header in response.headers.items():
            now = pair.head.responses[status].headers.get(name) if status in pair.head.responses else None
            if now is not None:
                aspect, title = f"response.{status}.header.{name}", f"response {status} header {now.name}"
                yield from lifecycle_changes(pair, header.lifecycle, now.lifecycle, aspect, title, now.spot)
    if pair.base.operation_id != pair.head.operation_id:
        yield pair.change(
            "operation-id-changed",
            f"the operationId changed from {pair.base.operation_id or 'none'} to {pair.head.operation_id or 'none'}",
            at=pair.head.spot.at("operationId"),
            aspect="operationId",
            impact=None,
            before=pair.base.operation_id,
            after=pair.head.operation_id,
        )


def lifecycle_changes(  # noqa: PLR0913, PLR0917  two versions of one thing, and how to call it
    pair: Pair, base: Lifecycle, head: Lifecycle, aspect: str, title: str, spot: Spot
) -> Changes:
    """Compare what base and head say about the future of one thing, which `title` names."""

    def change(kind: str, text: str, before: object, after: object) -> Changes:
        yield pair.change(
            kind, f"{title} {text}", at=spot, aspect=f"{aspect}.{kind.removeprefix(_OF)}".strip("."),
            before=before, after=after, impact=_IMPACTS.get(kind),
        )  # fmt: skip

    if head.sunset is not None and parsed(head.sunset) is None and head.sunset != base.sunset:
        yield from change(
            "sunset-unreadable", f"has the sunset {head.sunset!r}, which is no date", base.sunset, head.sunset
        )
    elif base.sunset is not None and (head.deprecated or head.sunset) and _sooner(base.sunset, head.sunset):
        said = f"changed its sunset from {base.sunset} to {head.sunset or 'none'}"
        yield from change("sunset-moved-up", said, base.sunset, head.sunset)
    if head.deprecated and not base.deprecated:
        when = f", to be removed on {head.sunset}" if head.sunset else ""
        yield from change("operation-deprecated", f"was deprecated{when}", "", head.sunset)
    elif head.sunset and not base.sunset and not head.deprecated:
        yield from change("operation-deprecated", f"is to be removed on {head.sunset}", "", head.sunset)
    elif (base.deprecated and not head.deprecated) or (base.sunset and not head.sunset and not head.deprecated):
        yield from change("deprecation-withdrawn", "is no longer to be removed", base.sunset or "", "")
    elif _later(base.sunset, head.sunset):
        said = f"changed its sunset from {base.sunset or 'none'} to {head.sunset}"
        yield from change("deprecation-withdrawn", said, base.sunset, head.sunset)
    yield from _stability(base, head, change)


def _stability(base: Lifecycle, head: Lifecycle, change: Callable[[str, str, object, object], Changes]) -> Changes:
    if _lower(base.stability, head.stability):
        said = f"went from {base.stability or 'stable'} to {head.stability}"
        yield from change("stability-lowered", said, base.stability, head.stability)
    elif base.stability != head.stability and not (head.stability is None and base.stability == LEVELS[-1]):
        said = f"went from {base.stability or 'no stated stability'} to {head.stability or 'no stated stability'}"
        yield from change("stability-raised", said, base.stability, head.stability)


def _sooner(base: str, head: str | None) -> bool:
    before, after = parsed(base), parsed(head)
    return before is not None and (head is None or (after is not None and after < before))


def _later(base: str | None, head: str | None) -> bool:
    """Whether more time was given, or a day was named where none was."""
    before, after = parsed(base), parsed(head)
    return after is not None and (before is None or before < after)


def _lower(base: str | None, head: str | None) -> bool:
    """Whether a promise was taken back, or names a level that nobody knows."""
    if base == head or head is None:
        return False
    if head not in LEVELS:
        return True
    # a level that nobody knows took nothing back from callers: they relied on it as on one without a level
    return LEVELS.index(head) < (LEVELS.index(base) if base in LEVELS else len(LEVELS) - 1)
