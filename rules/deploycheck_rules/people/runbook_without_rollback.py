"""Runbooks that do not say how to go back."""

from deploycheck.api import Finding, Findings, Runbook, rule


@rule("runbook-without-rollback", severity="info", since="0.1")
def runbook_without_rollback(runbook: Runbook) -> Findings:
    """A runbook has no section on rolling back.

    ## Why it breaks
    Going back is what most incidents after a release need first, and it is seldom just the deployment in reverse:
    migrations, flags and messages that are still under way want their own steps.

    ## Do this instead
    Add a section such as `## Rollback` that names the command, what must not be rolled back (migrations, say), and how
    one sees that it has worked.
    """
    if not runbook.tells_rollback:
        yield Finding(
            f"the runbook of {runbook.service} has no section on rolling back; whoever is on call has to improvise it",
            at=runbook.location,
            subject=runbook.location.path,
            service=runbook.service,
        )
