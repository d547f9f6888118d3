"""The rules that the repository at hand has of its own, in its policies."""

from contextlib import ExitStack
from pathlib import Path

from deploycheck.app.locating import settings_around
from deploycheck.engine.gate import read_configuration, read_gate
from deploycheck.hooks import Rule
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Problem
from deploycheck.snapshots import Resolver


def own_rules(root: str | Path = ".") -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """Load the policies of the working tree around `root`, as a check of it does; and say what is wrong with them."""
    with ExitStack() as stack:
        try:
            snapshot = settings_around(stack, Resolver(Path(root)))
            configuration, problems = read_configuration(snapshot)
        except UsageError:  # without git, say, there is no repository with rules of its own
            return (), ()
        gate = read_gate(snapshot, configuration, waivers=False)
        return gate.policies.rules, (*problems, *gate.problems)
