"""Changes to what decides about findings."""

from collections.abc import Sequence

from deploycheck.api import Finding, Findings, GateChange, rule


@rule("gate-changed", severity="warning", since="0.1")
def gate_changed(gate_changes: Sequence[GateChange]) -> Findings:
    """The change touches the configuration, the waivers or the policies that judge it.

    ## Why it breaks
    Whoever can loosen the gate in the same change that it judges passes every gate. With `--trust base` the old
    settings still hold for this run; from the next one on the new ones do.

    ## Do this instead
    Change settings, waivers and policies in a change of their own, and let their owner approve it.
    """
    for change in gate_changes:
        details = f": {'; '.join(change.details)}" if change.details else ""
        yield Finding(
            f"{change.location.path} ({change.what}) is {change.how} by the change that it judges{details}",
            at=change.location,
            subject=change.location.path,
            aspect=change.how,
            change="; ".join(change.details),
        )
