"""Deprecation, sunset and stability of operations and parameters."""

from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.domains.openapi.model import Lifecycle, parsed
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.severity import Impact

_IMPACTS = {"sunset-moved-up": Impact.BEHAVIOURAL, "stability-lowered": Impact.INCOMPATIBLE}
LEVELS = ("draft", "alpha", "beta", "stable")


def future_changes(pair: Pair) -> Changes:
    """Compare what base and head say about the future."""
    yield from _lifecycle(pair, pair.base.lifecycle, pair.head.lifecycle, "", "the operation", pair.head.spot)
    for key, base in pair.base.parameters.items():
        head = pair.head.parameters.get(key)
        if head is not None:
            aspect = f"parameter.{head.place}.{head.name}"
            yield from _lifecycle(pair, base.lifecycle, head.lifecycle, aspect, head.title, head.spot)
    if pair.base.operation_id is not None and pair.base.operation_id != pair.head.operation_id:
        yield pair.change(
            "operation-id-changed",
            f"the operationId changed from {pair.base.operation_id} to {pair.head.operation_id}",
            at=pair.head.spot.at("operationId"),
            aspect="operationId",
            impact=None,
            before=pair.base.operation_id,
            after=pair.head.operation_id,
        )


def _lifecycle(  # noqa: PLR0913, PLR0917  two versions of one thing, and how to call it
    pair: Pair, base: Lifecycle, head: Lifecycle, aspect: str, title: str, spot: Spot
) -> Changes:
    def change(kind: str, text: str, before: object, after: object) -> Changes:
        yield pair.change(
            kind, f"{title} {text}", at=spot, aspect=f"{aspect}.{kind}".strip("."), before=before, after=after,
            impact=_IMPACTS.get(kind),
        )  # fmt: skip

    if head.sunset is not None and parsed(head.sunset) is None and head.sunset != base.sunset:
        yield from change(
            "sunset-unreadable", f"has the sunset {head.sunset!r}, which is no date", base.sunset, head.sunset
        )
    elif base.sunset is not None and head.deprecated and _sooner(base.sunset, head.sunset):
        said = f"changed its sunset from {base.sunset} to {head.sunset or 'none'}"
        yield from change("sunset-moved-up", said, base.sunset, head.sunset)
    if head.deprecated and not base.deprecated:
        when = f", to be removed on {head.sunset}" if head.sunset else ""
        yield from change("deprecated", f"was deprecated{when}", "", head.sunset)
    if _lower(base.stability, head.stability):
        said = f"went from {base.stability or 'stable'} to {head.stability}"
        yield from change("stability-lowered", said, base.stability, head.stability)


def _sooner(base: str, head: str | None) -> bool:
    before, after = parsed(base), parsed(head)
    return before is not None and (head is None or (after is not None and after < before))


def _lower(base: str | None, head: str | None) -> bool:
    """Whether a promise was taken back, or names a level that nobody knows."""
    if base == head or head is None:
        return False
    if head not in LEVELS:
        return True
    known = LEVELS.index(base) if base in LEVELS else (len(LEVELS) - 1 if base is None else -1)
    return LEVELS.index(head) < known
