"""One run of the engine: survey the snapshots, then let the rules look, then judge what they found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from deploycheck.engine.assembling import Assembly, assemble, resolved
from deploycheck.engine.beside import MANY, PLAN, Bout
from deploycheck.engine.comparing import compare
from deploycheck.engine.facts import ENGINE_FACTS
from deploycheck.engine.gate import Gate, Trust
from deploycheck.engine.gate_changes import gate_changes
from deploycheck.engine.judging import Bench, judge, with_status
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.loading import Workshop
from deploycheck.engine.plugins import Registry
from deploycheck.engine.running import Desk, Run, Settings, run_rules
from deploycheck.engine.selection import select
from deploycheck.engine.waivers import Waiver, WaiverLog, apply_waivers, waivable_inline
from deploycheck.engine.waiving import stale, waivers_in_head
from deploycheck.engine.wiring import Wired, wire
from deploycheck.hooks import Fact, Rule
from deploycheck.model.change import Change, View
from deploycheck.model.contract import Component
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import NotAnalysed, Problem, Reported
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field, replace
from deploycheck.model.report import CrashedRule
from deploycheck.model.service import Use
from deploycheck.model.snapshot import Basis, Snapshot


class Question(Record):
    """What is asked: the snapshots, and the settings that hold for this run; `jobs` processes may work on it."""

    live: tuple[Snapshot, ...]
    head: Snapshot
    basis: Basis
    today: date
    gate: Gate
    environment: str = ""
    trust: Trust = "head"
    others: tuple[Component, ...] = ()
    other_uses: tuple[Use, ...] = ()
    jobs: int = 1


class Survey(Record):
    """All that is known before the first rule runs: stages one to eight of the data's way."""

    change: Change
    assembly: Assembly
    problems: tuple[Problem, ...]
    head: SnapshotListing
    base: SnapshotListing


class Examination(Record):
    """What the rules found, judged, and what kept us from judging."""

    findings: tuple[Reported, ...]
    problems: tuple[Problem, ...]
    crashed: tuple[CrashedRule, ...]
    not_analysed: tuple[NotAnalysed, ...]
    log: WaiverLog
    plan: Any = None
    ran: tuple[Rule, ...] = ()


def survey(question: Question, registry: Registry) -> Survey:
    """Load, link, diff and assemble; the rules come later."""
    configuration = question.gate.configuration
    workshop = Workshop(registry, configuration.options)
    contents: dict[str, bytes] = {}
    settings = (configuration.exclude, configuration.options, contents)
    head_listing = SnapshotListing(question.head, *settings)
    listings = [SnapshotListing(snapshot, *settings, like=head_listing) for snapshot in question.live]
    head, problems = workshop.view(head_listing, "head", "head")
    live = [_live_view(workshop, listing, number) for number, listing in enumerate(listings, 1)]
    head = replace(head, uses=(*head.uses, *question.other_uses))
    live = [replace(view, uses=(*view.uses, *question.other_uses)) for view in live]
    change = compare(live, head, registry.domains, question.basis, question.environment)
    assembly = assemble(change, registry.domains, question.others, question.today)
    return Survey(resolved(change, assembly.unresolved), assembly, tuple(problems), head_listing, listings[0])


def _live_view(workshop: Workshop, listing: SnapshotListing, number: int) -> View:
    """Build a live version; what is wrong with it alone makes things unknown, not the run impossible."""
    label = "base" if number == 1 else f"live-{number}"
    view, problems = workshop.view(listing, label, "base")
    known = {entry.path for entry in view.not_analysed}
    wrong = tuple(
        NotAnalysed(Location(problem.path, problem.line), problem.message)
        for problem in problems
        if problem.path not in known
    )
    return replace(view, not_analysed=(*view.not_analysed, *wrong))


class _Room(Draft):
    """The desks and rules of one examination."""

    question: Question
    survey: Survey
    registry: Registry
    facts: Mapping[str, Fact]
    wired: list[Wired]
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, view: View, extra: Mapping[str, Any]) -> Desk:
        """Give the facts as seen from one side."""
        if view.label not in self.desks:
            self.desks[view.label] = Desk(self.facts, _roots(self.question, self.survey, view))
        desk = self.desks[view.label]
        desk.give(extra)
        return desk


def examine(question: Question, seen: Survey, registry: Registry) -> Examination:
    """Run the selected rules, judge their findings, and apply waivers."""
    room = _room(question, seen, registry)
    early = [one for one in room.wired if not one.late]
    findings, run = _findings(room, early, {})
    head = seen.change.head
    waivers = list(question.gate.waivers)
    if question.gate.lenient:
        known = _all_rules(question, registry)
        waivers += waivers_in_head(seen.head, head, lambda path: _owner(head, path), findings, known)
    findings, log = _waive(question, findings, waivers)
    log = replace(log, full_run=not question.gate.configuration.select, stale=stale(log.unused, room.wired))
    late, late_run = _findings(room, [one for one in room.wired if one.late], {"waiver_log": log})
    late, _ = _waive(question, late, waivers)
    return Examination(
        findings=tuple(sorted([*findings, *late], key=_order)),
        problems=(*seen.problems, *question.gate.problems),
        crashed=(*run.crashed, *late_run.crashed),
        not_analysed=seen.change.head.not_analysed,
        log=log,
        plan=_plan(room),
        ran=tuple(one.rule for one in room.wired),
    )


def _all_rules(question: Question, registry: Registry) -> Mapping[str, Rule]:
    """Give every rule that a waiver may name; none where the repository has policies and nobody reads them."""
    policies = question.gate.policies.rules
    if question.gate.configuration.policies and not policies:
        return {}
    return {**registry.rules, **{rule.name: rule for rule in policies}}


def _room(question: Question, seen: Survey, registry: Registry) -> _Room:
    policies = question.gate.policies
    rules = dict(registry.rules)
    for rule in policies.rules:
        if rules.setdefault(rule.name, rule) is not rule:
            raise UsageError(f"a policy offers the rule {rule.name}, which exists already")
    facts = {fact.name: fact for fact in ENGINE_FACTS} | dict(registry.facts)
    for fact in policies.facts:
        if fact.name in facts:
            raise UsageError(f"a policy offers the fact {fact.name}, which exists already")
        facts[fact.name] = fact
    settings = question.gate.configuration
    overridden = [pattern for override in settings.overrides for pattern in override.select]
    chosen = [*settings.select, *overridden] if settings.select else ()
    wired = wire(select(rules, chosen, settings.ignore), facts)
    return _Room(question, seen, registry, facts, wired)


def _roots(question: Question, seen: Survey, view: View) -> dict[str, Any]:
    change = seen.change
    configuration = question.gate.configuration
    return {
        "view": view,
        "estate": view.estate,
        "history": view.history,
        "change": change,
        "users": seen.assembly.users,
        "contracts": seen.assembly.contracts,
        "unresolved": change.unresolved,
        "not_analysed": (change.head.not_analysed, change.base.not_analysed),
        "gate_changes": gate_changes(seen.base, seen.head, change.changed_paths, configuration.policies),
        "today": question.today,
        "environment": question.environment,
        "strict": configuration.strict,
    }


def _findings(room: _Room, wired: Sequence[Wired], extra: Mapping[str, Any]) -> tuple[list[Reported], Run]:
    """Run change rules once and snapshot rules on both sides."""
    change = room.survey.change
    about_change = [one for one in wired if one.about_change and (change.compared or one.late)]
    snapshot = [one for one in wired if not one.about_change]
    bout = Bout([*about_change, *snapshot], room.desk(change.head, extra), change.head, _settings(room, change.head))
    big = room.question.jobs > 1 and len(change.units) >= MANY and any(PLAN in one.closure for one in wired)
    run = bout.run_beside_plan() if big else bout.run()
    head_desk = _bench(room, change.head)
    changed = judge([one for one in run.yields if one.about_change], head_desk)
    now = judge([one for one in run.yields if not one.about_change], head_desk)
    before: list[Reported] = []
    if change.compared and snapshot:
        same = change.base.estate is change.head.estate
        apart = [one for one in snapshot if not (same and one.estate_alone)]
        alike = {one.rule.name for one in snapshot} - {one.rule.name for one in apart}
        base_run = run_rules(apart, room.desk(change.base, extra), change.base, _settings(room, change.base))
        before = [*judge(base_run.yields, _bench(room, change.base)), *(one for one in now if one.rule in alike)]
    elif not change.compared:
        before = now
    return [*changed, *with_status(now, before)], run


def _settings(room: _Room, view: View) -> Settings:
    """Give the options of rules, with what overrides say for a path, a service, a tier or this environment."""
    configuration, environment = room.question.gate.configuration, room.question.environment

    def overrides(path: str, service: str | None) -> Iterable[Mapping[str, Mapping[str, Any]]]:
        owner = view.estate.services.get(service or _owner(view, path) or "")
        return (override.options for override in configuration.matching(path, owner, environment))

    return Settings(configuration.options, overrides if configuration.overrides else lambda *_: ())


def _bench(room: _Room, view: View) -> Bench:
    return Bench(
        configuration=room.question.gate.configuration,
        environment=room.question.environment,
        services=view.estate.services,
        rules=room.registry.rules,
        owner_of=lambda path: _owner(view, path),
        base_entries=room.survey.change.base.entries,
    )


def _owner(view: View, path: str) -> str | None:
    claim = view.claims.get(path)
    return claim.service if claim and claim.service else view.estate.service_of(path)


def _waive(
    question: Question, findings: Iterable[Reported], waivers: Iterable[Waiver]
) -> tuple[list[Reported], WaiverLog]:
    trusted = question.trust == "head"
    return apply_waivers(
        findings, waivers, question.today, inline_for=lambda finding: waivable_inline(finding, trusted=trusted)
    )


def _plan(room: _Room) -> Any:  # noqa: ANN401  the planning plugin's own result
    """Give the plan, if a rule asked for it or the planning plugin offers one."""
    if PLAN not in room.facts:
        return None
    return room.desk(room.survey.change.head, {}).value(PLAN, {"options": {}})


def _order(finding: Reported) -> tuple[Any, ...]:
    return (
        finding.severity.rank,
        finding.service or "",
        finding.location,
        finding.rule,
        finding.subject,
        finding.aspect,
    )
