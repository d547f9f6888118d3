"""`deploycheck diff`."""

from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("diff")
@click.argument("sides", nargs=-1, metavar="[BASE [HEAD]]")
@snapshot_options
@click.option("--api", "apis", multiple=True, metavar="NAME", help="Only this API, by name or title (repeatable).")
@click.option("--docs", is_flag=True, help="Show changes of descriptions, examples and the like, too.")
@click.option("--fail-on", type=click.Choice(["breaking"]), help="End with exit 1 when something breaks, or may.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text, markdown, json, html.")
def diff_command(**given: Any) -> int:
    """Write the changelog of the APIs between BASE and HEAD: added, changed, deprecated, removed, and what breaks.

    BASE and HEAD take the forms of --base and --head, two spec files as well. Exit 0 when the changelog could be made,
    whatever it says; see --fail-on.
    """
    from deploycheck.app.changelog import changelog
    from deploycheck.cli.output import emit, problems_told, targets, terminal_look
    from deploycheck.report.changelog_formats import FORMATS, render
    from deploycheck.report.style import ReportStyle

    wanted = targets(given["output"], FORMATS, "text")
    base, head = _sides(given["sides"], given["base"], given["head"])
    log = changelog(base, head, apis=given["apis"], documentation=given["docs"], **settings_from(given))
    for target in wanted:
        emit(target, render(log, ReportStyle(**terminal_look(target.path)), target.format))
    doubtful = log.breaking() or log.breaking("unknown")
    return problems_told(log.problems) or int(given["fail_on"] == "breaking" and bool(doubtful))


def _sides(words: tuple[str, ...], base: str | None, head: str | None) -> tuple[str | None, str | None]:
    """Give base and head, named as words or by options; raises UsageError where one is named twice."""
    from deploycheck.model.errors import UsageError

    if len(words) > 2:  # noqa: PLR2004  base and head
        raise UsageError("diff compares two versions: name BASE and HEAD, or BASE alone")
    named = dict(zip(("base", "head"), words, strict=False))
    for side, option in (("base", base), ("head", head)):
        if side in named and option is not None:
            raise UsageError(f"--{side} and the word {named[side]!r} both name {side}")
    return named.get("base", base), named.get("head", head)
