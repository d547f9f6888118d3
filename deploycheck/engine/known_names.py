"""Names of rules that settings and waivers use and that no rule has: each would silently do nothing."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.engine.configuration import Configuration
from deploycheck.engine.selection import matches
from deploycheck.engine.waivers import Waiver
from deploycheck.hooks import Rule
from deploycheck.model.finding import Problem
from deploycheck.model.record import replace
from deploycheck.model.suggest import did_you_mean


def without_unknown(
    configuration: Configuration, rules: Mapping[str, Rule], text: str
) -> tuple[Configuration, list[Problem]]:
    """Give the settings of a file with what they say of unknown rules left out, and a problem for each such name.

    `text` is the file's content, to find the line.
    """
    names = [*configuration.select, *configuration.ignore, *configuration.severity]
    for override in configuration.overrides:
        names += [*override.select, *override.ignore, *override.severity]
    unknown = dict.fromkeys(name for name in names if not _known(name, rules))
    if not unknown:
        return configuration, []
    problems = [Problem(_message(name, rules), configuration.source, _line(name, text)) for name in unknown]
    cleaned = replace(
        configuration,
        select=tuple(name for name in configuration.select if name not in unknown),
        ignore=tuple(name for name in configuration.ignore if name not in unknown),
    )
    return cleaned, problems


def unknown_in_waivers(waivers: Iterable[Waiver], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Give a problem for each waiver of the file that names a rule which nobody has."""
    for waiver in waivers:
        for name in waiver.rules:
            if not _known(name, rules):
                yield Problem(_message(name, rules), waiver.location.path, waiver.location.line)


def told_unknown(waiver: Waiver, rules: Mapping[str, Rule]) -> Waiver:
    """Give an in-line waiver with what is to say about a name in it that no rule has."""
    unknown = next((name for name in waiver.rules if not _known(name, rules)), None)
    if unknown is None:
        return waiver
    words = {*rules, *(rule.family for rule in rules.values())}
    hint = did_you_mean(unknown, words).removeprefix("; ")
    said = f" ({hint})" if hint else ""
    return replace(waiver, unknown=f"names {unknown!r}, which no rule or family is called{said}")


def _known(name: str, rules: Mapping[str, Rule]) -> bool:
    return any(matches(name, rule) for rule in rules.values())


def _message(name: str, rules: Mapping[str, Rule]) -> str:
    words = {*rules, *(rule.family for rule in rules.values())}
    return f"no rule or family is called {name!r}{did_you_mean(name, words)}; `deploycheck rules` lists them"


def _line(name: str, text: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if name in line.partition("#")[0]), 0)
