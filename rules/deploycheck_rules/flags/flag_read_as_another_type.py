"""Calls that ask a flag for a type it doesn't have."""

from deploycheck.api import Evidence, Finding, Findings, FlagModel, FlagRead, rule


@rule("flag-read-as-another-type", severity="error", since="0.1")
def flag_read_as_another_type(flag_read: FlagRead, flag_model: FlagModel) -> Findings:
    """Code asks for a value of another type than the flag's variants have.

    ## Why it breaks
    The SDK answers with the default in the code and an error, whatever variant is served: the flag has no effect there.

    ## Do this instead
    Use the call for the flag's type, or declare a new flag of the type that the code needs.
    """
    flag = flag_model.flags.get(flag_read.key)
    if flag is None or flag.type == "unknown":
        return
    wrong = [call for call in flag_read.calls if call.certain and call.type not in ("unknown", flag.type)]
    if wrong:
        yield Finding(
            f"flag {flag.key} is a {flag.type}; `{wrong[0].function}` asks for a {wrong[0].type}",
            at=wrong[0],
            subject=flag.key,
            aspect="type",
            evidence=[Evidence("code", call.service or "", location=call.location) for call in wrong],
        )
