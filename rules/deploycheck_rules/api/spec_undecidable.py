"""Changes about which nothing could be proved."""

from deploycheck.api import ApiDiff, Callers, Findings, SpecChange, UsersOf, rule


@rule("spec-undecidable", severity="warning", since="0.1", kinds=("spec-undecidable",))
def spec_undecidable(api_diff: ApiDiff, callers: Callers) -> Findings:
    """It could not be decided whether a changed schema still fits.

    ## Why it breaks
    There is neither a proof that callers are safe nor a value that breaks them; the finding names the keyword and
    both places, once for a part that many operations share. Patterns with look-around, `not` of open schemas and deep
    unions end here. Doubt is not a pass.

    ## Do this instead
    Look at the two places by eye. Often a simpler way to write the schema (an enum instead of a pattern, an
    `anyOf` with a discriminating constant) can be decided.
    """
    groups: dict[object, list[tuple[SpecChange, UsersOf]]] = {}
    for number, change in enumerate(api_diff.of("spec-undecidable")):
        users = callers.of(change)
        shared = change.at, change.pointer, change.before, change.aspect.rpartition(".")[2], users.usage
        groups.setdefault(number if users.evidence else shared, []).append((change, users))
    for (change, users), *others in groups.values():
        where = f" (and in {len(others)} more places that share it)" if others else ""
        text = f"{change.subject}: {change.text}{where}; whether this hurts {users.describe()} is open"
        yield change.finding(text, users)
