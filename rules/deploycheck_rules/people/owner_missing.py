"""Services that nobody owns."""

from deploycheck.api import Estate, Finding, Findings, Service, Severity, rule


@rule("owner-missing", severity="warning", since="0.1")
def owner_missing(service: Service, estate: Estate) -> Findings:
    """A service has no owner.

    ## Why it breaks
    When it fails at night, nobody knows whom to call; when a change would break it, nobody is asked; and nobody may
    say yes to an exception. Where no service of the estate has an owner and no manifest declares this one, ownership
    is not kept in this repository, and this is information only.

    ## Do this instead
    Add a line for the service's folder to CODEOWNERS, or `owner: TEAM` to its entry in `deploycheck.yaml`, or
    `spec.owner` to its Backstage component.
    """
    if service.owner is None:
        kept_here = service.declared or any(one.owner for one in estate.services.values())
        place = f"{service.path}/" if service.path else "the root"
        yield Finding(
            f"{service.name} ({place}) has no owner in CODEOWNERS, manifest or catalogue; nobody is called at night",
            at=service.location,
            subject=service.name,
            service=service.name,
            severity=None if kept_here else Severity.INFO,
        )
