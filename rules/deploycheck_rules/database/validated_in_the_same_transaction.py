"""NOT VALID that saves nothing."""

from deploycheck.api import Findings, Pending, ValidateConstraint, placed_finding, rule


@rule("validated-in-the-same-transaction", severity="warning", since="0.1")
def validated_in_the_same_transaction(pending: Pending) -> Findings:
    """A constraint is added NOT VALID and validated in the same transaction.

    ## Why it breaks
    The strong lock of adding it is held until the transaction ends, so also while VALIDATE reads every row: writes,
    and for CHECK also reads, wait as if NOT VALID had not been said.

    ## Do this instead
    Put VALIDATE CONSTRAINT into a migration of its own, which runs in another transaction.
    """
    for placed in pending.of(ValidateConstraint):
        table = next((lock.table for lock in placed.locks), None)
        strong = [lock for lock in placed.held if lock.table == table and lock.stops_writes]
        if table and strong:
            worst = max(strong, key=lambda lock: lock.rank)
            message = f"every row of {table} is checked while this transaction still holds {worst.shown} on it"
            yield placed_finding(pending, placed, table, message)
