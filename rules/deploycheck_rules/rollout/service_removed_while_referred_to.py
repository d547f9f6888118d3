"""Services and ports that vanish while somebody calls them."""

from collections.abc import Iterable
from typing import Literal

from deploycheck.api import Evidence, Finding, Findings, Impact, LostService, Referrer, Usage, rule


@rule("service-removed-while-referred-to", severity="error", since="0.1")
def service_removed_while_referred_to(lost_service: LostService) -> Findings:
    """A Service, or one of its ports, is gone while workloads that run, or will run, refer to it.

    ## Why it breaks
    The name stops resolving, or the port stops answering, as soon as it is applied; callers that were rolled back need
    it, too.

    ## Do this instead
    Move the callers first and let that roll out; remove the Service or port in a later change. A Service that moved can
    stay behind as one of type `ExternalName`.
    """
    still = lost_service.in_head
    referrers = still or lost_service.in_base
    names = list(dict.fromkeys(referrer.name for referrer in referrers))
    what = "is gone" if lost_service.port is None else "is no longer answered"
    verb = "refers" if len(names) == 1 else "refer"
    done = f"still {verb} to it" if still else "referred to it until now; roll that out first"
    yield Finding(
        f"{lost_service.subject} {what}; {', '.join(names)} {done}",
        at=lost_service,
        subject=lost_service.subject,
        evidence=_evidence(referrers, "head" if still else "base"),
        impact=Impact.INCOMPATIBLE,
        usage=Usage.LIVE if still else Usage.MENDED,
        related=lost_service.was,
        effect="removed",
    )


def _evidence(referrers: Iterable[Referrer], side: Literal["base", "head"]) -> list[Evidence]:
    return [Evidence("code", one.name, side, one.location.on(side), one.text) for one in referrers]
