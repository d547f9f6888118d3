"""Strong locks without a limit on how long to wait for them."""

from collections.abc import Mapping
from typing import Any

from deploycheck.api import Findings, Pending, SetOption, placed_finding, rule


@rule("lock-timeout-missing", severity="info", since="0.1", options={"require": False})
def lock_timeout_missing(pending: Pending, options: Mapping[str, Any]) -> Findings:
    """A migration takes a strong lock on a table that is in use, and sets no lock_timeout before.

    Off by default, since the setting may stand with the role or in the tool; `options.lock-timeout-missing =
    {require = true}` turns it on.

    ## Why it breaks
    While the migration waits behind one long query, every new query waits behind the migration: the table is down for
    as long as that query runs.

    ## Do this instead
    `SET lock_timeout = '2s'` (or SET LOCAL in the transaction) before the first such statement, and try again when it
    fails.
    """
    if not options.get("require"):
        return
    limited: dict[str, bool] = {}
    for placed in pending.effects:
        path, effect = placed.migration.path, placed.effect
        if isinstance(effect, SetOption) and effect.option == "lock_timeout":
            limited[path] = any(value.strip("0msin ") for value in effect.values)
        strong = [lock for lock in placed.locks if lock.stops_writes]
        if strong and not limited.get(path):
            limited[path] = True
            message = (
                f"migration {placed.migration.version} waits without limit for {strong[0].shown} on {strong[0].table}"
            )
            yield placed_finding(pending, placed, strong[0].table, message)
