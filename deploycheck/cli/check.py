"""`deploycheck check`."""

import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@snapshot_options
@click.option("--select", multiple=True, metavar="NAME", help="Run only these rules or families (globs, commas).")
@click.option("--ignore", multiple=True, metavar="NAME", help="Leave these rules or families out.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), help="What ends in exit 1.")
@click.option("--all", "count_existing", is_flag=True, help="Count findings that base has too.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text, json, sarif, junit, github, ...")
@click.option("--validate", type=click.Choice(["fast", "full"]), help="How thoroughly specs are validated.")
@click.option("--quiet", "-q", is_flag=True, help="Only the first line.")
@click.option("--verbose", "-v", is_flag=True, help="List existing findings and derivations, too.")
def check_command(**given: Any) -> int:
    """Check what is proposed against what runs.

    PATH filters what is reported (services and files below it); the whole estate is always read.
    """
    from deploycheck.app import run_check
    from deploycheck.cli.output import emit, targets, terminal_look
    from deploycheck.engine.plugins import load_reporters
    from deploycheck.report.style import ReportStyle

    reporters = load_reporters()
    wanted = targets(given["output"], reporters, "text")
    progress = _progress(given)
    with progress:
        done = run_check(given["base"], given["head"], **_settings(given))
    for target in wanted:
        style = ReportStyle(**terminal_look(target.path), existing=given["verbose"], excerpts=done.excerpts)
        text = reporters[target.format](done.report, style)
        if given["quiet"] and target.format == "text":
            text = text.partition("\n")[0]
        emit(target, text)
    code: int = done.report.exit_code
    return code


def _settings(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **settings_from(given),
        "select": _names(given["select"]),
        "ignore": _names(given["ignore"]),
        "fail_on": given["fail_on"],
        "all": given["count_existing"],
        "validate": given["validate"],
        "paths": given["paths"],
        "cache": None if given["no_cache"] else (given["cache_dir"] or ""),
    }


def _names(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for word in words for part in word.split(",") if part.strip())


def _progress(given: Mapping[str, Any]) -> Any:
    from contextlib import nullcontext

    if given["quiet"] or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext()
    from deploycheck.cli.progress import Progress

    return Progress(sys.stderr)
