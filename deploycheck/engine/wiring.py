"""Facts by parameter name: every wiring error is found here, before the first rule runs."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from deploycheck.hooks import Fact, Rule
from deploycheck.model.errors import UsageError
from deploycheck.model.record import Record
from deploycheck.model.suggest import did_you_mean

VIEW_ROOTS = {
    "view": "one version of the whole estate: head, and base to see what was already so",
    "estate": "services, databases, topics, clients and environments of the version at hand",
    "history": "dates from version control, or None",
}
CHANGE_ROOTS = {
    "change": "live versions, base and head together",
    "users": "who uses which atom, with evidence",
    "contracts": "the contracts of all components, live and head versions together",
    "unresolved": "uses for which nobody has a provider",
    "gate_changes": "changes to configuration, waivers and policies",
    "waiver_log": "which waivers were honoured, are expired, unused or incomplete",
    "not_analysed": "files that could not be understood, in head and in base",
}
PLAIN_ROOTS = {
    "today": "the date to judge at",
    "environment": "the environment that is judged, or an empty string",
    "strict": "whether what is unknown counts as an error",
    "options": "the options of the rule that asks",
}
ROOTS = {**VIEW_ROOTS, **CHANGE_ROOTS, **PLAIN_ROOTS}


class Wired(Record):
    """A rule and how to call it.

    `source` is the fact that gives items, if any; `order` the facts to compute per item, in order. `about_change`
    says that it looks at the change; otherwise it looks at one snapshot and runs on head and on base; `estate_alone`
    says that it looks at nothing of the snapshot but its estate. `clock` says that its result depends on the date.
    `late` rules run after all others, since they look at what those led to. `closure` are all facts that it leads to.
    """

    rule: Rule
    source: str | None
    order: tuple[str, ...]
    about_change: bool
    clock: bool
    late: bool
    estate_alone: bool = False
    closure: frozenset[str] = frozenset()


def wire(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> list[Wired]:
    """Connect rules to facts; raises UsageError that lists every mistake at once."""
    mistakes = list(_fact_mistakes(facts))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    wired: list[Wired] = []
    for rule in rules:
        closure, missing = _closure(rule.needs, facts)
        if missing:
            mistakes.extend(_missing(f"rule {rule.name}", missing, facts))
            continue
        sources = [name for name in closure if name in facts and facts[name].many and facts[name].scope != "run"]
        if len(sources) > 1:
            mistakes.append(
                f"rule {rule.name} asks for two kinds of item: {' and '.join(sources)}; at most one is possible"
            )
            continue
        wired.append(_wired(rule, closure, sources[0] if sources else None, facts))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return wired


def _wired(rule: Rule, closure: tuple[str, ...], source: str | None, facts: Mapping[str, Fact]) -> Wired:
    per_item = tuple(name for name in closure if name in facts and source and _depends(name, source, facts))
    return Wired(
        rule=rule,
        source=source,
        order=tuple(name for name in per_item if name != source),
        about_change=any(name in CHANGE_ROOTS for name in closure),
        clock="today" in closure,
        late="waiver_log" in closure,
        estate_alone=not {"view", "history"}.intersection(closure),
        closure=frozenset(closure),
    )


def _depends(name: str, source: str, facts: Mapping[str, Fact]) -> bool:
    return name == source or any(_depends(need, source, facts) for need in facts[name].needs if need in facts)


def _closure(needs: Iterable[str], facts: Mapping[str, Fact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give all facts that these names lead to, dependencies first, and the names that nobody offers."""
    seen: dict[str, None] = {}
    missing: list[str] = []

    def visit(name: str) -> None:
        if name in seen:
            return
        if name in facts:
            for need in facts[name].needs:
                visit(need)
        elif name not in ROOTS:
            missing.append(name)
            return
        seen[name] = None

    for name in needs:
        visit(name)
    return tuple(seen), tuple(missing)


def _fact_mistakes(facts: Mapping[str, Fact]) -> Iterable[str]:
    for fact in facts.values():
        if fact.name in ROOTS:
            yield f"fact {fact.name} has the name of a fact that the engine provides"
        yield from _missing(f"fact {fact.name}", [n for n in fact.needs if n not in facts and n not in ROOTS], facts)
        if fact.scope == "run":
            narrower = [need for need in fact.needs if need in facts and facts[need].scope != "run"]
            if narrower:
                scope = facts[narrower[0]].scope
                yield f"fact {fact.name} has scope run and asks for {narrower[0]}, which has scope {scope}"
    try:
        TopologicalSorter({fact.name: [n for n in fact.needs if n in facts] for fact in facts.values()}).prepare()
    except CycleError as error:
        yield f"facts need each other: {' -> '.join(error.args[1])}"


def _missing(who: str, names: Iterable[str], facts: Mapping[str, Fact]) -> Iterable[str]:
    for name in names:
        yield f"{who} asks for {name!r}, which no plugin offers{did_you_mean(name, [*facts, *ROOTS])}"
