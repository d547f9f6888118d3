"""Run rules: compute the facts that they ask for, call them, and survive those that crash."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from deploycheck.engine.wiring import Wired
from deploycheck.hooks import Fact, Rule
from deploycheck.model.change import View
from deploycheck.model.finding import Finding
from deploycheck.model.record import Draft, Record, field
from deploycheck.model.report import CrashedRule

OPTIONS = "options"


class Yield(Draft):
    """What one rule found on one side, before severity and status are decided."""

    rule: Rule
    finding: Finding
    service: str | None
    view: View
    about_change: bool
    clock: bool


class Run(Draft):
    """What rules found, and which of them (or of the facts they need) crashed."""

    yields: list[Yield] = field(default_factory=list)
    crashed: list[CrashedRule] = field(default_factory=list)


class FactError(Exception):
    """A fact could not be computed; every rule that needs it fails with this."""


class Desk:
    """Computes facts on demand and remembers those of scope run, and the list of items of each source.

    `roots` are the engine's own facts; `view` among them decides whether snapshot rules see head or base.
    """

    def __init__(self, facts: Mapping[str, Fact], roots: Mapping[str, Any]) -> None:
        self._facts = facts
        self._values: dict[str, Any] = dict(roots)
        self._failed: dict[str, str] = {}
        self._of_items: dict[tuple[str, int], dict[str, Any]] = {}
        self._optional: dict[str, bool] = {}

    def rows(
        self, source: str | None, options: Mapping[str, Any], kinds: frozenset[str] = frozenset()
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Give each item of a source (None once where there is none) with what rules before derived from it.

        With `kinds` items are left out that have none of them.
        """
        items = (None,) if source is None else self.value(source, {OPTIONS: options})
        for number, item in enumerate(items):
            if kinds and kinds.isdisjoint(getattr(item, "kinds", kinds)):
                continue
            known = {} if source is None else self._of_items.setdefault((source, number), {source: item})
            bound = {**known, OPTIONS: options}
            yield item, bound
            if len(bound) > len(known) + 1:
                known.update((name, value) for name, value in bound.items() if not self._is_optional(name))

    def _is_optional(self, name: str) -> bool:
        """Whether a fact depends on the options of the rule that asks."""
        if name not in self._optional:
            needs = self._facts[name].needs if name in self._facts else ()
            self._optional[name] = name == OPTIONS or any(map(self._is_optional, needs))
        return self._optional[name]

    def give(self, values: Mapping[str, Any]) -> None:
        """Add facts that are known only now."""
        self._values.update(values)

    def value(self, name: str, bound: dict[str, Any]) -> Any:  # noqa: ANN401  any fact
        """Give a fact; `bound` holds what belongs to the item at hand and takes what is derived from it."""
        if name in bound:
            return bound[name]
        if name in self._values:
            return self._values[name]
        if name in self._failed:
            raise FactError(self._failed[name])
        fact = self._facts[name]
        value = self._compute(fact, [self.value(need, bound) for need in fact.needs])
        if fact.scope == "run" or fact.many:
            self._values[name] = value
        else:
            bound[name] = value
        return value

    def _compute(self, fact: Fact, arguments: list[Any]) -> Any:  # noqa: ANN401  any fact
        try:
            value = fact.function(*arguments)
            return tuple(value) if fact.many else value
        except (Exception, SystemExit) as error:
            self._failed[fact.name] = f"the fact {fact.name} failed: {last_line(error)}"
            raise FactError(self._failed[fact.name]) from error


def run_rules(wired: Iterable[Wired], desk: Desk, view: View, settings: "Settings") -> Run:
    """Run these rules with the facts of `desk`; a crash is a problem, and the others still run."""
    run = Run()
    for one in wired:
        try:
            for service, finding in _call(one, desk, settings):
                run.yields.append(Yield(one.rule, finding, service, view, one.about_change, one.clock))
        except FactError as error:
            run.crashed.append(CrashedRule(one.rule.name, f"the rule {one.rule.name} could not run: {error}"))
        except (Exception, SystemExit) as error:  # noqa: BLE001  whatever a rule raises is reported, the rest runs
            run.crashed.append(CrashedRule(one.rule.name, last_line(error), *_policy_line(error)))
    return run


class Settings(Record):
    """The options of rules; `overrides` says which ones hold for a place and a service instead."""

    options: Mapping[str, Mapping[str, Any]]
    overrides: Callable[[str, str | None], Iterable[Mapping[str, Mapping[str, Any]]]] = lambda *_: ()

    def of(self, rule: Rule) -> Mapping[str, Any]:
        """Give a rule's options: its own, and what the configuration says."""
        return {**rule.options, **self.options.get(rule.name, {})}

    def here(self, rule: Rule, item: Any) -> Mapping[str, Any]:  # noqa: ANN401  any item
        """Give a rule's options for one item; the last override that matches counts."""
        found = dict(self.of(rule))
        if item is not None and rule_asks(rule):
            location = getattr(item, "location", None)
            for options in self.overrides(getattr(location, "path", ""), _service_of(item)):
                found.update(options.get(rule.name, {}))
        return found


def rule_asks(rule: Rule) -> bool:
    """Whether a rule asks for its options itself."""
    return OPTIONS in rule.needs


def _call(one: Wired, desk: Desk, settings: Settings) -> Iterator[tuple[str | None, Finding]]:
    for item, bound in desk.rows(one.source, settings.of(one.rule), frozenset(one.rule.kinds)):
        bound[OPTIONS] = settings.here(one.rule, item)
        arguments = [desk.value(need, bound) for need in one.rule.needs]
        found = one.rule.function(*arguments)
        for finding in found or ():
            yield finding.service or _service_of(item), finding


def _service_of(item: Any) -> str | None:  # noqa: ANN401  any item
    """Name the service of an item: its attribute `service`, or its name where it is a service itself."""
    if item is None:
        return None
    service = getattr(item, "service", None)
    if isinstance(service, str):
        return service
    return getattr(item, "name", None) if hasattr(item, "origin") and hasattr(item, "provides") else None


def _policy_line(error: BaseException) -> tuple[str, int]:
    """Give the last line of a policy that the exception came through: its file is named as the snapshot names it."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".py") and not Path(frame.filename).is_absolute():
            return frame.filename, frame.lineno or 0
    return "", 0


def last_line(error: BaseException) -> str:
    """Say what an exception says and where it was raised, in one line."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    name = frames[-1].filename.replace("\\", "/").rpartition("/")[2] if frames else ""
    where = f" ({name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"
