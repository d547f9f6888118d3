"""From what the user names to a question that can be asked, in each environment that it is meant for."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any

from deploycheck.app.deployed import Live, deployed
from deploycheck.app.locating import Found
from deploycheck.app.others import others
from deploycheck.app.settings import VERSION, Settings, laid_over
from deploycheck.engine.configuration import Configuration
from deploycheck.engine.examining import Question, examine, survey
from deploycheck.engine.gate import Gate, Trust, read_configuration, read_gate
from deploycheck.engine.known_names import unknown_in_waivers, without_unknown
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.outcome import Outcome, Reporting
from deploycheck.engine.plugins import Registry, load_registry
from deploycheck.model.contract import Component
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record, field, replace
from deploycheck.model.service import Estate, Use
from deploycheck.model.snapshot import Snapshot
from deploycheck.snapshots import Resolver


class Job(Record):
    """A question that can be asked, in every environment that it is meant for."""

    found: Found
    gate: Gate
    trust: Trust
    today: date
    environments: tuple[str, ...]
    others: tuple[Component, ...]
    other_uses: tuple[Use, ...]
    reporting: Reporting
    registry: Registry
    by_environment: Mapping[str, Live] = field(default_factory=dict)
    jobs: int = 1


def outcome_of(job: Job, environment: str) -> Outcome:
    """Survey and examine for one environment."""
    live, basis = job.by_environment.get(environment, (job.found.live, job.found.basis))
    head = job.found.head
    question = Question(
        live, head, basis, job.today, job.gate, environment, job.trust, job.others, job.other_uses, job.jobs
    )
    seen = survey(question, job.registry)
    return Outcome(question, seen, examine(question, seen, job.registry))


def prepare(stack: ExitStack, found: Found, settings: Settings, today: date) -> Job:
    """Load plugins, read what decides about findings, and find out what runs where."""
    trust = settings.get("trust") or found.trust
    judge = found.settings_from(trust)
    registry = settings.get("registry") or load_registry(settings.get("plugins", ()))
    gate, problems = _gate(judge, registry, settings)
    configuration = gate.configuration
    here = settings.get("recorded_here", False) and found.head.info.kind == "git"
    record = _around(stack, found) if here else judge
    runs = deployed(found, record, configuration.env, _estates(registry, configuration), stack)
    components, uses, more = others([*configuration.estate, *settings.get("estate", ())], found.root)
    problems = [*problems, *found.problems, *runs.problems, *more]
    return Job(
        found=found,
        gate=gate,
        trust=trust,
        today=today,
        environments=runs.environments or ("",),
        others=components,
        other_uses=uses,
        reporting=_reporting(configuration, settings, problems),
        registry=registry,
        by_environment=runs.live,
        jobs=settings.get("jobs") or 1,
    )


def _around(stack: ExitStack, found: Found) -> Snapshot:
    """Open the working tree, which knows what runs today; a version that is asked about knows what ran before it."""
    snapshot = Resolver(found.root).around(deep=False)
    stack.callback(snapshot.close)
    return snapshot


def _gate(judge: Snapshot, registry: Registry, settings: Settings) -> tuple[Gate, list[Problem]]:
    """Read what decides about findings, and say which names in it nobody knows."""
    configuration, problems = read_configuration(judge)
    executed = settings.get("policies", True)
    gate = read_gate(judge, configuration, waivers=settings.get("waivers", True), policies=executed)
    if executed or not configuration.policies:  # the names of rules in policies that are not read are unknown, too
        rules = {**registry.rules, **{rule.name: rule for rule in gate.policies.rules}}
        text = judge.read(configuration.source).decode("utf-8", "replace") if configuration.source else ""
        configuration, unknown = without_unknown(configuration, rules, text)
        problems += [*unknown, *unknown_in_waivers(gate.waivers, rules)]
    return replace(gate, configuration=laid_over(configuration, settings)), problems


def _estates(registry: Registry, configuration: Configuration) -> Callable[[Snapshot], Estate]:
    def read(snapshot: Snapshot) -> Estate:
        listing = SnapshotListing(snapshot, configuration.exclude)
        return registry.estate_reader(listing) if registry.estate_reader else Estate()

    return read


def _reporting(configuration: Configuration, settings: Settings, problems: Sequence[Problem]) -> Reporting:
    fail_on: Any = configuration.fail_on
    paths = tuple(path.removeprefix("./").strip("/") for path in settings.get("paths", ()))
    return Reporting(VERSION, fail_on, settings.get("all", False), tuple(p for p in paths if p != "."), tuple(problems))
