"""Flags that nobody asks for."""

from deploycheck.api import Finding, Findings, Flag, FlagModel, rule


@rule("flag-declared-but-unread", severity="info", since="0.1")
def flag_declared_but_unread(flag: Flag, flag_model: FlagModel) -> Findings:
    """A flag is declared, and its key stands in no source file of the estate.

    Every word of every source file counts, quoted or not, tests and shell scripts included.

    ## Why it breaks
    It breaks nothing. Whoever flips it will wait for an effect that can't come, and may do so during an incident.

    ## Do this instead
    Delete it, or add the repository whose code reads it to the estate.
    """
    if flag_model.words and not flag_model.calls.get(flag.key) and not flag_model.mentions(flag.key):
        yield Finding(f"flag {flag.key} is declared and no code names it", at=flag, subject=flag.key)
