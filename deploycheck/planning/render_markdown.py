"""A plan for a pull request or a wiki."""

from collections.abc import Iterator

from deploycheck.planning.plain import prose
from deploycheck.planning.wording import (
    Document,
    headline,
    place,
    reasons,
    refusal_title,
    repair_plan,
    step_notes,
    step_title,
    telling_parts,
)

MOST = 50
"""How many lines of one kind are shown; GitHub refuses long comments."""


def render(plan: Document) -> str:
    """Give the plan, or why there is none, as GitHub-flavoured Markdown."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Document) -> Iterator[str]:
    yield f"**{prose(headline(plan))}**"
    if plan["waves"]:
        yield ""
        yield "| wave | step | what | why and what to know |"
        yield "|---|---|---|---|"
        rows = [(wave["index"], step) for wave in plan["waves"] for step in wave["steps"]]
        for index, step in rows[: 4 * MOST]:
            known = "<br>".join(map(prose, [*step_notes(step), *reasons(step)][:MOST]))
            yield f"| {index} | {step['id']} | {prose(step_title(step))} | {known} |"
        if len(rows) > 4 * MOST:
            yield f"| | | and {len(rows) - 4 * MOST} more | |"
    for refusal in plan["refusals"]:
        yield from _refusal(refusal)
    yield from _section("Already broken, and not by this change", [one["text"] for one in plan["already_broken"]])
    yield from _section("Assumptions", plan["assumptions"])


def _refusal(refusal: Document) -> Iterator[str]:
    yield ""
    yield f"### {prose(refusal_title(refusal))} ({refusal['code']})"
    yield ""
    yield "| live together | what breaks | evidence |"
    yield "|---|---|---|"
    violations = telling_parts(refusal["violations"])
    for one in violations[:MOST]:
        yield f"| {prose(' + '.join(one['live']))} | {prose(one['text'])} | {prose(place(one))} |"
    if len(violations) > MOST:
        yield f"| | and {len(violations) - MOST} more | |"
    yield ""
    for number, repair in enumerate(refusal["repairs"]):
        order = f": {prose(repair_plan(repair))}" if repair["plan"] else ""
        yield f"{number + 1}. {prose(repair['text'])}{order}"
    if not refusal["repairs"]:
        yield "No repair was found that holds in every mixed state."


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"### {title}"
        yield ""
        yield from (f"- {prose(line)}" for line in lines[:MOST])
        if len(lines) > MOST:
            yield f"- and {len(lines) - MOST} more"
