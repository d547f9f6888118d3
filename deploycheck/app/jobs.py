"""`check`, `plan` and `look`: from what the user names to a report or a plan."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from deploycheck.app.caching import Shelf, code_state
from deploycheck.app.deployed import Live, deployed
from deploycheck.app.excerpts import Excerpts, collect
from deploycheck.app.locating import Found, Place, locate
from deploycheck.app.others import others, others_state
from deploycheck.app.settings import laid_over
from deploycheck.engine.configuration import Configuration
from deploycheck.engine.examining import Question, examine, survey
from deploycheck.engine.gate import Gate, Trust, read_configuration, read_gate
from deploycheck.engine.known_names import unknown_in_waivers, without_unknown
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.outcome import Outcome, Reporting, build_report
from deploycheck.engine.plugins import Registry, load_registry, plugin_versions
from deploycheck.model.contract import Component, Contracts
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.report import FailOn, Report
from deploycheck.model.service import Estate, Use
from deploycheck.model.snapshot import Snapshot

VERSION = "0.1.0"
DEPLOYMENTS = "deploycheck-deployments.yaml"


class Settings(TypedDict, total=False):
    """What `check` and `plan` take beside base and head; the names are those of the command line.

    `root` is the folder to look for the repository in; `ci` the environment variables of a CI system, which the
    command line passes and a library user normally leaves out; `plugins` are plugin objects to register as well.
    `live` are further versions that may be serving. `cache` is a folder for results, "" the user's own, None for none.
    """

    root: str | Path
    env: str | Sequence[str] | None
    estate: Sequence[str | Path]
    select: Sequence[str] | None
    ignore: Sequence[str] | None
    fail_on: FailOn | None
    strict: bool | None
    all: bool
    waivers: bool
    policies: bool
    trust: Trust | None
    today: date | None
    validate: Literal["fast", "full"] | None
    paths: Sequence[str]
    ci: Mapping[str, str] | None
    plugins: Sequence[object]
    registry: Registry | None
    live: Sequence[Place]
    cache: str | Path | None


_NO_MATTER = frozenset(
    {"root", "ci", "today", "cache", "live", "registry"}
)  # what they stand for is among the other parts


@dataclass(frozen=True, slots=True)
class Done:
    """A report, and the source lines that it may quote."""

    report: Report
    excerpts: Excerpts


def check(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Report:
    """Compare what runs with what is proposed and report what would break.

    `base` and `head` are what the command line takes, or snapshots. Raises UsageError where the question itself cannot
    be asked (a ref that does not exist, an unknown rule); anything wrong in the files stands in the report.
    """
    return run_check(base, head, **settings).report


def run_check(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Done:
    """Do what `check` does and keep the lines that reports quote."""
    with ExitStack() as stack:
        found = _locate(stack, base, head, settings)
        shelf = _shelf(found, settings)
        report = shelf.stored()
        if report is None:
            job = _prepare(stack, found, settings)
            outcomes = [_outcome(job, environment) for environment in job.environments]
            report = build_report(outcomes, job.reporting)
            shelf.store(report)
        shelf.remember(report)
        return Done(report, collect(report, found.live[0], found.head))


def _locate(stack: ExitStack, base: Place | None, head: Place | None, settings: Settings) -> Found:
    return locate(stack, base, head, settings.get("root", "."), settings.get("ci") or {}, settings.get("live", ()))


def _shelf(found: Found, settings: Settings) -> Shelf:
    """Give the place of this result, before any plugin is loaded; plugins that are handed over leave no key."""
    folder = settings.get("cache")
    if folder is None or settings.get("plugins"):
        return Shelf(None, (), (), ())
    around = [] if found.around is None else [found.around]
    return Shelf(folder, tuple(found.trees()), _key_parts(found, settings), [*found.live, found.head, *around])


def _key_parts(found: Found, settings: Settings) -> list[Any]:
    """Give all that a result depends on, beside the content of the snapshots."""
    judge = found.settings_from(settings.get("trust") or found.trust)
    estate = [*read_configuration(judge)[0].estate, *settings.get("estate", ())]
    resolver, registry = found.resolver, settings.get("registry")
    asked = {key: value for key, value in settings.items() if key not in _NO_MATTER}
    return [
        VERSION,
        plugin_versions() if registry is None else (registry.plugins, sorted(registry.rules)),
        code_state(registry),
        repr(sorted(asked.items())),
        found.trust,
        found.basis,
        _today(settings),
        others_state(estate, found.root),
        resolver.history_state() if resolver else (),
        resolver.refs_state() if resolver and DEPLOYMENTS in judge.entries() else "",
    ]


def _today(settings: Settings) -> date:
    return settings.get("today") or date.today()  # noqa: DTZ011  the user's own calendar day


def look(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Outcome:
    """Do what `check` does for one environment and give everything behind the report: survey, contracts, plan.

    What could not be read, settings included, stands in the examination's problems.
    """
    with ExitStack() as stack:
        job = _prepare(stack, _locate(stack, base, head, settings), settings)
        outcome = _outcome(job, job.environments[0])
        problems = tuple(dict.fromkeys((*job.reporting.problems, *outcome.examination.problems)))
        return replace(outcome, examination=replace(outcome.examination, problems=problems))


def look_whole(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Outcome:
    """Do what `look` does; raises UsageError where anything that was named could not be read."""
    outcome = look(base, head, **settings)
    if outcome.examination.problems:
        from deploycheck.report.printable import printable

        raise UsageError("\n".join(printable(str(problem)) for problem in outcome.examination.problems))
    return outcome


def plan(
    base: Place | None = None,
    head: Place | None = None,
    *,
    contracts: str | Path | bytes | None = None,
    **settings: Unpack[Settings],
) -> Any:  # noqa: ANN401  the planner's PlanResult, loaded on demand
    """Give the order to deploy in, proved, or the reason why there is none.

    With `contracts` (a contract file) nothing else is read. Raises UsageError.
    """
    environment = settings.get("env") or ""
    label = environment if isinstance(environment, str) else next(iter(environment), "")
    if contracts is None:
        return look_whole(base, head, **settings).examination.plan
    from deploycheck.planning import make_plan

    return make_plan(_from_file(contracts), strict=bool(settings.get("strict")), environment=label)


def contracts_of(
    base: Place | None = None,
    head: Place | None = None,
    *,
    contracts: str | Path | bytes | None = None,
    **settings: Unpack[Settings],
) -> Contracts:
    """Give the contracts of all components: from a contract file, or as the artefacts of both sides say."""
    if contracts is not None:
        return _from_file(contracts)
    return look_whole(base, head, **settings).survey.assembly.contracts


def _from_file(contracts: str | Path | bytes) -> Contracts:
    from deploycheck.planning import load_contracts

    if isinstance(contracts, bytes):
        return load_contracts(contracts, "contracts")
    path = Path(contracts)
    try:
        return load_contracts(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class _Job:
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

    @property
    def live(self) -> tuple[Snapshot, ...]:
        return self.found.live

    @property
    def head(self) -> Snapshot:
        return self.found.head


def _outcome(job: _Job, environment: str) -> Outcome:
    live, basis = job.by_environment.get(environment, (job.live, job.found.basis))
    question = Question(live, job.head, basis, job.today, job.gate, environment, job.trust, job.others, job.other_uses)
    seen = survey(question, job.registry)
    return Outcome(question, seen, examine(question, seen, job.registry))


def _prepare(stack: ExitStack, found: Found, settings: Settings) -> _Job:
    trust = settings.get("trust") or found.trust
    judge = found.settings_from(trust)
    registry = settings.get("registry") or load_registry(settings.get("plugins", ()))
    gate, problems = _gate(judge, registry, settings)
    configuration = gate.configuration
    runs = deployed(found, judge, configuration.env, _estates(registry, configuration), stack)
    components, uses, more = others([*configuration.estate, *settings.get("estate", ())], found.root)
    problems = [*problems, *found.problems, *runs.problems, *more]
    return _Job(
        found=found,
        gate=gate,
        trust=trust,
        today=_today(settings),
        environments=runs.environments or ("",),
        others=components,
        other_uses=uses,
        reporting=_reporting(configuration, settings, problems),
        registry=registry,
        by_environment=runs.live,
    )


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
