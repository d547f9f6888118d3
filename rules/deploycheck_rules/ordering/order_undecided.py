"""Orders that an unknown keeps from being proved."""

from deploycheck.api import Findings, Refusal, refusal_finding, rule


@rule("order-undecided", severity="warning", since="0.1")
def order_undecided(refusal: Refusal) -> Findings:
    """Under `--strict` an unknown verdict between two versions keeps the order from being proved.

    ## Why it breaks
    Nobody knows whether the two versions can be live together, and strict runs do not guess.

    ## Do this instead
    Say what the consumer uses (operations, pacts), or resolve what could not be analysed; then the order can be
    proved.
    """
    if refusal.code == "unknown":
        yield refusal_finding(refusal)
