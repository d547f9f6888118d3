"""A plan for people at a terminal or in a log."""

from collections.abc import Iterator

from deploycheck.planning.plain import counted, plain
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

MOST_VIOLATIONS = 12
MOST_REASONS = 6


def render(plan: Document) -> str:
    """Give the plan, or why there is none, line by line."""
    return "\n".join(plain(line) for line in _lines(plan)) + "\n"


def _lines(plan: Document) -> Iterator[str]:
    yield headline(plan)
    for wave in plan["waves"]:
        yield ""
        yield f"Wave {wave['index']}"
        for step in wave["steps"]:
            yield f"  {step['id']}  {step_title(step)}"
            yield from (f"      {note}" for note in step_notes(step))
            yield from _cut([f"      {reason}" for reason in reasons(step)], MOST_REASONS)
    for refusal in plan["refusals"]:
        yield from _refusal(refusal)
    yield from _section("Already broken, and not by this change", [one["text"] for one in plan["already_broken"]])
    yield from _section("Assumptions", plan["assumptions"])


def _refusal(refusal: Document) -> Iterator[str]:
    yield ""
    yield f"{refusal_title(refusal)} [{refusal['code']}]"
    shown = [(" + ".join(one["live"]), one["text"], place(one)) for one in telling_parts(refusal["violations"])]
    width = max((len(live) for live, _, _ in shown[:MOST_VIOLATIONS]), default=0)
    lines = [f"  {live:{width}}   {text}" + (f"   {where}" if where else "") for live, text, where in shown]
    yield from _cut(lines, MOST_VIOLATIONS)
    for number, repair in enumerate(refusal["repairs"]):
        if number == 0:
            extra = repair["extra_releases"]
            cost = f" ({counted(extra, 'extra release')})" if extra else ""
            yield f"  Smallest repair{cost}: {repair['text']}"
        else:
            yield f"  Also possible: {repair['text']}"
        verified = repair["verified"]
        waves = f"{counted(verified['waves'], 'wave')}, " if repair["plan"] else ""
        then = repair_plan(repair) if repair["plan"] else "nothing of it is left to deploy"
        yield f"     then {then}   proved: {waves}{counted(verified['states'], 'state')}"
    if not refusal["repairs"]:
        yield "  No repair was found that holds in every mixed state."


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from _cut([f"  {line}" for line in lines], 4 * MOST_VIOLATIONS)


def _cut(lines: list[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        indent = " " * (len(lines[0]) - len(lines[0].lstrip()))
        yield f"{indent}and {len(lines) - most} more"
