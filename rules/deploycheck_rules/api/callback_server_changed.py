"""Callbacks that go somewhere else."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("callback-server-changed", severity="warning", since="0.1", kinds=("callback-server-changed",))
def callback_server_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A callback names other servers of its own than before.

    ## Why it breaks
    Whoever listens at the old address waits in vain, and at the new one there may be nobody, or a firewall.

    ## Do this instead
    Tell receivers the new address, and send to both until they have moved.
    """
    for change in api_diff.of("callback-server-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may receive it", users)
