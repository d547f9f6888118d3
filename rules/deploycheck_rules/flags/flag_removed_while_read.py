"""Flags that vanish while code asks for them."""

from deploycheck.api import Evidence, Finding, Findings, FlagChange, Impact, Usage, Users, rule


@rule("flag-removed-while-read", severity="error", since="0.1")
def flag_removed_while_read(flag_change: FlagChange, users: Users) -> Findings:
    """A flag was removed while deployed code, or code of this change, still reads it.

    ## Why it breaks
    A flag that is not there never fails loudly: the call gives the default that stands in the code, which may be the
    opposite of what was served, and logs an error for every request.

    ## Do this instead
    Remove the reading code first and let that roll out everywhere; delete the definition in a later change.
    """
    base = flag_change.base
    if base is None or not flag_change.removed:
        return
    readers = users.of(base.component, f"flag:{base.key}")
    still = [call for call in flag_change.readers if call.certain]
    if not readers and not flag_change.readers and not flag_change.mentions:
        return
    calls = tuple(Evidence("code", call.service or "", "head", call.location) for call in flag_change.readers)
    named = tuple(Evidence("code", "", "head", place, "names it") for place in flag_change.mentions)
    places = [*(call.location for call in flag_change.readers), *flag_change.mentions]
    where = f"; {places[0]} still {'reads' if flag_change.readers else 'names'} it" if places else ""
    who = f", read by {readers.describe()}," if readers and readers.users else ""
    yield Finding(
        f"flag {base.key}{who} was removed{where}",
        at=flag_change.location,
        subject=base.key,
        evidence=tuple(dict.fromkeys((*calls, *readers.evidence, *(() if calls else named)))),
        stakes=readers.stakes,
        impact=Impact.INCOMPATIBLE if still or readers.users else Impact.UNKNOWN,
        usage=Usage.LIVE if still else readers.usage if readers.users else Usage.ASSUMED,
        related=flag_change.was,
        effect="removed",
        change=base.shape,
    )
