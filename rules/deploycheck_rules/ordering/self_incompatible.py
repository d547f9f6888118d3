"""Versions that can't run beside themselves."""

from deploycheck.api import Findings, Refusal, refusal_finding, rule


@rule("self-incompatible", severity="error", since="0.1")
def self_incompatible(refusal: Refusal) -> Findings:
    """The old and the new version of one component can't be live together, and its rollout makes them so.

    ## Why it breaks
    During a rolling or canary rollout (and on shared data also during blue-green) both versions work on the same
    data or call each other; one of them can't.

    ## Do this instead
    Release in two phases: first a version that understands both, then the one that uses the new alone. Or take a
    maintenance window.
    """
    if refusal.code == "self-incompatible":
        yield refusal_finding(refusal)
