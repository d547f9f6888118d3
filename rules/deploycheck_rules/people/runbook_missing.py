"""Services without a runbook."""

from deploycheck.api import Estate, Finding, Findings, Service, Severity, rule

HIGHEST_TIER = 1


@rule("runbook-missing", severity="warning", since="0.1")
def runbook_missing(service: Service, estate: Estate) -> Findings:
    """A service has no runbook.

    ## Why it breaks
    Whoever is on call has to find out under pressure how the service is watched, restarted and rolled back. For a
    service of tier 1 (or 0) this is a warning, for all others information. Where no service of the estate has a
    runbook and no manifest declares this one, runbooks are not kept in this repository, and nothing is said.

    ## Do this instead
    Write `docs/runbook.md` or `runbook.md` in the service's folder, or name the file or URL with `runbook:` in its
    entry in `deploycheck.yaml`. Say there how one sees that it is ill, what to try first, and how to roll back.
    """
    kept_here = service.declared or any(one.runbook for one in estate.services.values())
    if service.runbook is None and kept_here:
        critical = service.tier is not None and service.tier <= HIGHEST_TIER
        tier = f"tier {service.tier}" if service.tier is not None else "no tier"
        yield Finding(
            f"{service.name} ({tier}) has no runbook; whoever is on call has nothing to go by",
            at=service.location,
            subject=service.name,
            service=service.name,
            severity=None if critical else Severity.INFO,
        )
