"""Pending migrations that old and new code cannot share."""

from deploycheck.api import Breakage, DatabaseChange, Evidence, Finding, Findings, Step, Usage, rule


def _step(step: Step | None) -> str:
    return step.migration.path if step else ""


@rule("contract-and-expand-in-one-release", severity="error", since="0.1")
def contract_and_expand_in_one_release(database_change: DatabaseChange, breakages: tuple[Breakage, ...]) -> Findings:
    """The pending migrations break queries that run now, and queries of the new version fail without them.

    ## Why it breaks
    Whichever comes first, migration or code, one side fails: all pending migrations of a database are applied
    together, so there is no moment at which both versions work.

    ## Do this instead
    Split it. In this release only add (tables, nullable columns, columns with defaults) and change the code; in the
    next one, when no instance of the old code is left, drop, rename and require.
    """
    hurt = [one for one in breakages if one.broken and one.usage is Usage.MENDED]
    early = [one for one in database_change.early if one.problem.certain and one.problem.kind != "result-shape"]
    hurt = [one for one in hurt if one.impact == "incompatible" and one.kind != "result-shape"]
    if not hurt or not early:
        return
    if database_change.head.apply == "one-by-one" and not {_step(one.step) for one in hurt} & {
        _step(one.step) for one in early
    }:
        return
    old, new = hurt[0], early[0]
    query = new.owner
    yield Finding(
        f"no order is safe for {database_change.name}: the code that runs now fails after migration {old.version} "
        f"({old.subject}: {old.who}), and the new code fails before it ({query.query.name} at {query.location}: "
        f"{new.problem.message})",
        at=old.location,
        subject=database_change.name,
        evidence=(*old.evidence, Evidence("query", query.component, "head", query.location, query.query.name)),
        change=f"{old.version}:{old.subject}",
    )
