"""States that stay broken when all is deployed."""

from deploycheck.api import Findings, Refusal, refusal_finding, rule


@rule("target-broken", severity="error", since="0.1")
def target_broken(refusal: Refusal) -> Findings:
    """Once everything of this change is deployed, something that is live still needs what is gone.

    ## Why it breaks
    No order helps: the proposed state itself is broken for a component that this change leaves as it is, or that it
    changes wrongly.

    ## Do this instead
    Keep what the named user needs until it has moved, or change the user in this release.
    """
    if refusal.code == "target-broken":
        yield refusal_finding(refusal)
