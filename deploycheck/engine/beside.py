"""The plan of a big estate is made by a copy of the process, while this one runs the rules that do not ask for it."""

from collections.abc import Mapping, Sequence

from deploycheck.engine.running import Desk, Run, Settings, run_rules
from deploycheck.engine.wiring import Wired
from deploycheck.model.change import View
from deploycheck.model.record import Record
from deploycheck.workers import spread

PLAN = "plan"
MANY = 200
"""How many components must change: the plan of fewer is made sooner than a copy of the process."""


class Bout(Record):
    """Rules that are to run on one side, with the facts that they need."""

    wired: Sequence[Wired]
    desk: Desk
    view: View
    settings: Settings

    def run(self) -> Run:
        """Run them one after the other."""
        return run_rules(self.wired, self.desk, self.view, self.settings)

    def run_beside_plan(self) -> Run:
        """Run them as `run` does, with the plan made elsewhere at the same time; what comes out is the same."""
        import pickle

        waiting = [one for one in self.wired if PLAN in one.closure]
        others = [one for one in self.wired if PLAN not in one.closure]
        found: list[Run] = []

        def own(_: int) -> None:
            found.append(run_rules(others, self.desk, self.view, self.settings))

        def work(_: int) -> bytes:
            return pickle.dumps(self.desk.value(PLAN, {}), protocol=5)

        for packed in spread(2, work, own, 2).values():
            self.desk.give({PLAN: pickle.loads(packed)})  # noqa: S301  our own copy wrote it, through a pipe
        found.append(run_rules(waiting, self.desk, self.view, self.settings))
        return _in_order(found, {one.rule.name: number for number, one in enumerate(self.wired)})


def _in_order(runs: Sequence[Run], numbers: Mapping[str, int]) -> Run:
    return Run(
        sorted((one for run in runs for one in run.yields), key=lambda one: numbers[one.rule.name]),
        sorted((one for run in runs for one in run.crashed), key=lambda one: numbers[one.rule]),
    )
