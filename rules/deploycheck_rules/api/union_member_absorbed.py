"""Members of unions that another member takes in."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("union-member-absorbed", severity="info", since="0.1", kinds=("union-member-absorbed",))
def union_member_absorbed(api_diff: ApiDiff) -> Findings:
    """A member of a union came or went, and another member takes in its values.

    ## Why it breaks
    Nothing breaks: it was proved that every value that callers send is still taken, or that every value that comes
    was expected already. Code that is generated from the spec may have one type more or less.

    ## Do this instead
    Nothing. If the member was meant to make a difference, give it something that the others rule out.
    """
    for change in api_diff.of("union-member-absorbed"):
        yield change.finding(f"{change.subject}: {change.text}")
