"""Flags that go on under another key."""

from deploycheck.api import Evidence, Finding, Findings, FlagChange, Impact, Usage, Users, rule


@rule("flag-key-renamed", severity="error", since="0.1")
def flag_key_renamed(flag_change: FlagChange, users: Users) -> Findings:
    """A flag has a new key, and the old one is gone at once.

    ## Why it breaks
    While the rollout runs, old instances ask for the old key and new ones for the new key, and one of the two is not
    there whichever goes first: these get the default in the code, whatever is served. Renaming in the file and in the
    code together does not help, since they never change at the same moment.

    ## Do this instead
    Declare the new key beside the old one with the same variants, move the code, and remove the old key when no running
    version reads it.
    """
    base, new = flag_change.base, flag_change.renamed_to
    if base is None or new is None:
        return
    readers = users.of(base.component, f"flag:{base.key}")
    live = bool(readers.users or flag_change.readers)
    who = f", read by {readers.describe()}," if readers.users else ""
    yield Finding(
        f"flag {base.key}{who} is now {new.key}; no order lets old and new code both find their key",
        at=new,
        subject=base.key,
        evidence=readers.evidence or [Evidence("code", call.service or "") for call in flag_change.readers],
        stakes=readers.stakes,
        impact=Impact.INCOMPATIBLE,
        usage=Usage.LIVE if live else Usage.NOBODY,
        related=flag_change.was,
        effect="changed",
        change=f"{base.key} {new.key}",
    )
