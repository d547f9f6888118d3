"""Flags that decide nothing any more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from deploycheck.api import Finding, Findings, Flag, FlagAge, rule

LIFETIMES = {
    "release": 40,
    "experiment": 40,
    "operational": 7,
    "kill-switch": None,
    "killswitch": None,
    "permission": None,
    "permanent": None,
}


@rule("flag-stale", severity="warning", since="0.1", options={"days": 40, "lifetimes": LIFETIMES})
def flag_stale(flag: Flag, flag_age: FlagAge, today: date, options: Mapping[str, Any]) -> Findings:
    """A flag serves one variant to everybody and has not changed for longer than flags of its kind live.

    `days` counts for flags that don't say what kind they are; `metadata.kind` of a flag says it: release and experiment
    flags live 40 days, operational ones 7; kill switches and permissions never become stale.

    ## Why it breaks
    Code keeps a path alive that nobody has run for weeks. The day somebody flips the flag, by mistake or in need, that
    path meets data and services that moved on without it.

    ## Do this instead
    Remove the flag: keep the path of the variant that is served, delete the other, deploy, then delete the definition.
    A flag that is meant to stay says so with `metadata: {kind: kill-switch}`.
    """
    lifetimes = {**LIFETIMES, **options.get("lifetimes", {})}
    limit = lifetimes.get((flag.kind or "").lower().replace("_", "-"), options.get("days", 40))
    days = flag_age.days(today)
    if limit is None or days is None or days <= limit or (flag.enabled and flag.serves is None):
        return
    served = f"serves `{flag.serves}` to everybody" if flag.enabled else "is disabled"
    yield Finding(
        f"flag {flag.key} {served} and has not changed for {days} days; flags of its kind live {limit}",
        at=flag,
        subject=flag.key,
    )
