"""One comparison on its own, for callers without many questions about the same documents."""

from collections.abc import Mapping

from deploycheck.containment.model import Budget, Comparison, Direction, Reading, Schema
from deploycheck.containment.session import Session


def compare(  # noqa: PLR0913 - what a comparison needs, by name
    sent: Schema,
    taken: Schema,
    *,
    sender_defs: Mapping[str, Schema] | None = None,
    receiver_defs: Mapping[str, Schema] | None = None,
    direction: Direction | None = None,
    reading: Reading = Reading.CLOSED,
    budget: Budget | None = None,
) -> Comparison:
    """One comparison on its own; see `Session.compare`."""
    session = Session(sender_defs, receiver_defs, budget)
    return session.compare(sent, taken, sender="base", direction=direction, reading=reading)
