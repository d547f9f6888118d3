"""Flags whose values have another type."""

from deploycheck.api import Evidence, Finding, Findings, FlagChange, Impact, Usage, Users, rule


@rule("flag-type-changed", severity="error", since="0.1")
def flag_type_changed(flag_change: FlagChange, users: Users) -> Findings:
    """A flag's variants have another type than before, under the same key.

    ## Why it breaks
    SDKs answer a call for the wrong type with the default in the code and an error: old instances stop seeing the flag
    the moment the definition changes, and new ones don't see it until then.

    ## Do this instead
    Declare a flag of the new type under a new key, move the code, and remove the old flag afterwards.
    """
    base, head = flag_change.base, flag_change.head
    if base is None or head is None or not flag_change.retyped:
        return
    readers = users.of(base.component, f"flag:{base.key}")
    stuck = [call for call in flag_change.readers if call.type == base.type]
    evidence = readers.evidence or [Evidence("code", call.service or "", location=call.location) for call in stuck]
    who = f", read by {readers.describe()}," if readers.users else ""
    yield Finding(
        f"flag {base.key}{who} was a {base.type} and is a {head.type} now",
        at=flag_change,
        subject=base.key,
        aspect="type",
        evidence=evidence,
        stakes=readers.stakes,
        impact=Impact.INCOMPATIBLE,
        usage=Usage.LIVE if readers.users or flag_change.readers else Usage.NOBODY,
        related=flag_change.was,
        effect="changed",
        change=f"{base.type} {head.type}",
    )
