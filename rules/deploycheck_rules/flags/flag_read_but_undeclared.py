"""Flags that code asks for and nobody has."""

from deploycheck.api import Evidence, Finding, Findings, FlagRead, Severity, did_you_mean, rule


@rule("flag-read-but-undeclared", severity="error", since="0.1")
def flag_read_but_undeclared(flag_read: FlagRead) -> Findings:
    """Code reads a flag under a key that no definition declares.

    Reads in tests don't count, nor does an estate that defines no flags at all. Where only the name of one of your own
    functions suggests that its argument is a key, it is a warning; name such functions in the settings, and they count
    like those of an SDK: `options.flags = {calls = ["toggled"]}`.

    ## Why it breaks
    The call gives its default for ever, silently: flipping the flag that was meant changes nothing, and nobody notices
    until the day it is needed.

    ## Do this instead
    Correct the key, or declare the flag in the same change, before the code that reads it rolls out.
    """
    if flag_read.declared or not flag_read.judgeable:
        return
    count = len(flag_read.calls)
    more = f" and {count - 1} more place{'s' if count > 2 else ''}" if count > 1 else ""  # noqa: PLR2004  grammar
    yield Finding(
        f"flag {flag_read.key} is read by `{flag_read.calls[0].function}`{more}, and no file declares it"
        f"{did_you_mean(flag_read.key, flag_read.keys)}",
        at=flag_read,
        subject=flag_read.key,
        evidence=[Evidence("code", call.service or "", location=call.location) for call in flag_read.calls],
        severity=None if flag_read.certain else Severity.WARNING,
    )
