"""Options that several commands share, and how they become settings."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

import click

from deploycheck.workers import cores

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date such as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-22", param, ctx)


_SNAPSHOTS = (
    click.option(
        "--base", metavar="WHERE", help="What runs: git:REF, dir:PATH, file:PATH, index, worktree, or a word."
    ),
    click.option("--head", metavar="WHERE", help="What is proposed; the working tree if left out."),
    click.option("--env", multiple=True, metavar="NAME", help="The environment to judge for (repeatable for check)."),
    click.option("--estate", multiple=True, metavar="PATH", help="Contract files of other repositories."),
    click.option("--today", type=Day(), help="The date to judge at; today if left out."),
    click.option("--trust", type=click.Choice(["base", "head"]), help="Whose settings, waivers and policies hold."),
    click.option("--strict", is_flag=True, default=None, help="What is unknown counts as an error."),
    click.option("--no-waivers", is_flag=True, help="Honour no waiver."),
    click.option("--no-policies", is_flag=True, help="Execute no policy of the repository."),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that work: 1, or 2 where there are cores.",
    ),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the result cache."),
    click.option("--cache-dir", metavar="PATH", help="Where the result cache lives."),
)


def snapshot_options(command: Command) -> Command:
    """Add the options that say what is compared."""
    for option in reversed(_SNAPSHOTS):
        command = option(command)
    return command


def settings_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the shared options into what `deploycheck.check` takes."""
    return {
        "env": given["env"] or None,
        "estate": given["estate"],
        "today": given["today"],
        "trust": given["trust"],
        "strict": given["strict"],
        "waivers": not given["no_waivers"],
        "policies": not given["no_policies"],
        "ci": ci_variables(),
        "jobs": given["jobs"] or cores(),
    }


def ci_variables() -> dict[str, str]:
    """Read what CI systems say about the change; nothing else of the program looks at the environment for it."""
    from deploycheck.snapshots.default_base import CI_VARIABLES

    return {name: os.environ[name] for name in CI_VARIABLES if name in os.environ}
