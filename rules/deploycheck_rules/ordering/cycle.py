"""Changes that exclude each other in every order."""

from deploycheck.api import Findings, Refusal, refusal_finding, rule


@rule("cycle", severity="error", since="0.1")
def deploy_order_cycle(refusal: Refusal) -> Findings:
    """Parts of this change can't be deployed in any order: each breaks what still runs of the other.

    ## Why it breaks
    Whichever goes first, for a while an old version meets a new one that it can't work with; the finding names the
    states that break.

    ## Do this instead
    Split the named part: add the new beside the old, move its users, remove the old in a later release.
    `deploycheck plan` prints the smallest repair, already proved.
    """
    if refusal.code in ("cycle", "conditional"):
        yield refusal_finding(refusal)
