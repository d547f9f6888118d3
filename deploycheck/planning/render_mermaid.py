"""A plan as a Mermaid flowchart: a box for each step, a frame for each wave, an arrow for each reason."""

from collections.abc import Iterator

from deploycheck.planning.plain import cell
from deploycheck.planning.wording import Document, place, refusal_title, step_title

_LOOKS = {"none": "final", "limited": "sticky"}


def render(plan: Document) -> str:
    """Give the flowchart; of a refused plan, the versions that exclude each other."""
    lines = _refused(plan) if plan["verdict"] == "refused" else _planned(plan)
    return "\n".join(["flowchart TD", *(f"  {line}" for line in lines)]) + "\n"


def _planned(plan: Document) -> Iterator[str]:
    for wave in plan["waves"]:
        yield f'subgraph w{wave["index"]}["wave {wave["index"]}"]'
        for step in wave["steps"]:
            shape = ('(["', '"])') if step["action"] == "wait" else ('["', '"]')
            yield f"  {step['id']}{shape[0]}{cell(step_title(step))}{shape[1]}"
        yield "end"
    for wave in plan["waves"]:
        for step in wave["steps"]:
            for after in step["after"]:
                yield f"{after['step']} --> {step['id']}"
    for status, look in _LOOKS.items():
        steps = [
            step["id"] for wave in plan["waves"] for step in wave["steps"]
            if (step.get("rollback") or {}).get("status") == status
        ]  # fmt: skip
        if steps:
            yield f"classDef {look} stroke-dasharray: 4"
            yield f"class {','.join(steps)} {look}"


def _refused(plan: Document) -> Iterator[str]:
    for number, refusal in enumerate(plan["refusals"], 1):
        yield f'subgraph r{number}["{cell(refusal_title(refusal))}"]'
        names: dict[str, str] = {}
        arrows: dict[str, None] = {}
        for one in refusal["violations"]:
            for live in one["live"]:
                if live not in names:
                    names[live] = f"r{number}v{len(names)}"
                    yield f'  {names[live]}["{cell(live)}"]'
            ends = [names[live] for live in one["live"][:2]]
            arrows[f'  {ends[0]} -. "{cell(one["atom"] or place(one) or "order")}" .-x {ends[-1]}'] = None
        yield from arrows
        yield "end"
