"""Nothing is offered as a repair that was not planned and verified."""

from collections.abc import Iterable, Sequence

from deploycheck.model.contract import Contracts
from deploycheck.planning.planner import draft
from deploycheck.planning.result import Repair


def proved(releases: Sequence[Contracts], units: Iterable[str]) -> Repair | None:
    """Plan the releases one after the other; give a repair with the waves of `units`, None when one is refused."""
    shown = set(units)
    waves: list[tuple[tuple[str, ...], ...]] = []
    states = 0
    for contracts in releases:
        result = draft(contracts).result
        if result.refusals:
            return None
        states += result.states
        for wave in result.waves:
            named = [step.units for step in wave.steps if step.action not in ("wait", "stop")]
            steps = tuple(step for step in named if shown & set(step))
            waves += [steps] if steps else []
    return Repair("split", (), "", plan=tuple(waves), states=states, releases=len(releases) - 1)
