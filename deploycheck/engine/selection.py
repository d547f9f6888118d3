"""Which rules run: names, families and globs; explicit beats default."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from deploycheck.hooks import Rule
from deploycheck.model.errors import UsageError
from deploycheck.model.suggest import did_you_mean


def matches(pattern: str, rule: Rule) -> bool:
    """Whether a name, family or glob means this rule."""
    names = (rule.name, rule.family, f"{rule.family}/{rule.name}", *rule.former)
    return pattern == "all" or any(fnmatchcase(name, pattern) for name in names)


def select(rules: Mapping[str, Rule], chosen: Iterable[str], ignored: Iterable[str]) -> list[Rule]:
    """Give the rules to run, in order of name; raises UsageError for a pattern that means no rule.

    Nothing chosen means every rule that is on by default; one that is off is chosen by its own name, or by `all`. Of
    `chosen` and `ignored` the more explicit one wins: a rule's name beats a family, a family beats a glob; on a tie it
    is ignored.
    """
    chosen, ignored = list(chosen), list(ignored)
    for pattern in [*chosen, *ignored]:
        _known(pattern, rules)
    picked = []
    for rule in rules.values():
        wanted = max((_wish(pattern, rule) for pattern in chosen), default=0) if chosen else int(rule.default)
        unwanted = max((_weight(pattern, rule) for pattern in ignored), default=0)
        if wanted and wanted > unwanted:
            picked.append(rule)
    return picked


def _wish(pattern: str, rule: Rule) -> int:
    """Weigh a choice; families and globs mean the rules of theirs that are on by default."""
    weight = _weight(pattern, rule)
    return weight if rule.default or weight == _OWN_NAME or pattern == "all" else 0


_OWN_NAME = 4


def _weight(pattern: str, rule: Rule) -> int:
    if not matches(pattern, rule):
        return 0
    if pattern in (rule.name, *rule.former, f"{rule.family}/{rule.name}"):
        return _OWN_NAME
    return 3 if pattern == rule.family else 2


def _known(pattern: str, rules: Mapping[str, Rule]) -> None:
    if any(matches(pattern, rule) for rule in rules.values()):
        return
    words = {*rules, *(rule.family for rule in rules.values())}
    raise UsageError(
        f"no rule or family is called {pattern!r}{did_you_mean(pattern, words)}; `deploycheck rules` lists them"
    )
