"""`check`, `plan` and `look`: from what the user names to a report or a plan."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from deploycheck.engine.configuration import Configuration
from deploycheck.engine.examining import Question, examine, survey
from deploycheck.engine.gate import Gate, Trust, read_configuration, read_gate
from deploycheck.engine.outcome import Outcome, Reporting, build_report
from deploycheck.engine.plugins import Registry, load_registry
from deploycheck.model.contract import Component
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.report import FailOn, Report
from deploycheck.model.snapshot import Basis, Snapshot

VERSION = "0.1.0"

Place = str | Path | Snapshot


class Settings(TypedDict, total=False):
    """What `check` and `plan` take beside base and head; the names are those of the command line.

    `root` is the folder to look for the repository in; `ci` the environment variables of a CI system, which the
    command line passes and a library user normally leaves out; `plugins` are plugin objects to register as well.
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


def check(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Report:
    """Compare what runs with what is proposed and report what would break.

    `base` and `head` are what the command line takes, or snapshots. Raises UsageError where the question itself cannot
    be asked (a ref that does not exist, an unknown rule); anything wrong in the files stands in the report.
    """
    with ExitStack() as stack:
        job = _prepare(stack, base, head, settings)
        outcomes = [_outcome(job, environment) for environment in job.environments]
        return build_report(outcomes, job.reporting)


def look(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> Outcome:
    """Do what `check` does for one environment and give everything behind the report: survey, contracts, plan."""
    with ExitStack() as stack:
        job = _prepare(stack, base, head, settings)
        return _outcome(job, job.environments[0])


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
    if contracts is None:
        return look(base, head, **settings).examination.plan
    from deploycheck.planning import make_plan
    from deploycheck.planning.contract_file import load_contracts

    data, name = (contracts, "contracts") if isinstance(contracts, bytes) else _bytes(Path(contracts))
    environment = settings.get("env") or ""
    label = environment if isinstance(environment, str) else next(iter(environment), "")
    return make_plan(load_contracts(data, name), strict=bool(settings.get("strict")), environment=label)


def _bytes(path: Path) -> tuple[bytes, str]:
    try:
        return path.read_bytes(), str(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class _Job:
    """A question that can be asked, in every environment that it is meant for."""

    live: tuple[Snapshot, ...]
    head: Snapshot
    basis: Basis
    gate: Gate
    trust: Trust
    today: date
    environments: tuple[str, ...]
    others: tuple[Component, ...]
    reporting: Reporting
    registry: Registry
    by_environment: Mapping[str, tuple[tuple[Snapshot, ...], Basis]] = field(default_factory=dict)


def _outcome(job: _Job, environment: str) -> Outcome:
    live, basis = job.by_environment.get(environment, (job.live, job.basis))
    question = Question(live, job.head, basis, job.today, job.gate, environment, job.trust, job.others)
    seen = survey(question, job.registry)
    return Outcome(question, seen, examine(question, seen, job.registry))


def _prepare(stack: ExitStack, base: Place | None, head: Place | None, settings: Settings) -> _Job:
    from deploycheck.app.locating import locate

    found = locate(stack, base, head, settings.get("root", "."), settings.get("ci") or {}, settings.get("live", ()))
    trust = settings.get("trust") or found.trust
    judge_of = found.live[0] if trust == "base" and found.live[0].info.kind != "empty" else found.head
    configuration, problems = read_configuration(found.settings_from or judge_of)
    configuration = _given(configuration, settings)
    gate = read_gate(
        found.settings_from or judge_of,
        configuration,
        waivers=settings.get("waivers", True),
        policies=settings.get("policies", True),
    )
    environments, by_environment = found.deployments(configuration.env)
    return _Job(
        live=found.live,
        head=found.head,
        basis=found.basis,
        gate=gate,
        trust=trust,
        today=settings.get("today") or date.today(),  # noqa: DTZ011  the user's own calendar day
        environments=environments or ("",),
        others=_others([*configuration.estate, *settings.get("estate", ())], found.root),
        reporting=_reporting(configuration, settings, [*problems, *found.problems]),
        registry=settings.get("registry") or load_registry(settings.get("plugins", ())),
        by_environment=by_environment,
    )


def _given(configuration: Configuration, settings: Settings) -> Configuration:
    """Lay the command line over the configuration file."""
    env = settings.get("env")
    given = configuration.with_(
        select=_tuple(settings.get("select")),
        ignore=_tuple(settings.get("ignore")),
        fail_on=settings.get("fail_on"),
        strict=settings.get("strict"),
        env=(env,) if isinstance(env, str) else _tuple(env),
        validate=settings.get("validate"),
    )
    if not given.validate:
        return given
    openapi = {**given.options.get("openapi", {}), "validate": given.validate}
    return replace(given, options={**given.options, "openapi": openapi})


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _reporting(configuration: Configuration, settings: Settings, problems: Sequence[Problem]) -> Reporting:
    fail_on: Any = configuration.fail_on
    paths = tuple(path.strip("/").removeprefix("./") for path in settings.get("paths", ()))
    return Reporting(VERSION, fail_on, settings.get("all", False), tuple(p for p in paths if p != "."), tuple(problems))


def _others(places: Sequence[str | Path], root: Path) -> tuple[Component, ...]:
    """Read the contract files of other repositories; their components live here and do not change."""
    if not places:
        return ()
    from deploycheck.planning.contract_file import load_contracts
    from deploycheck.planning.others import as_live

    components: list[Component] = []
    for place in places:
        path = root / place
        files = sorted([*path.glob("*.yaml"), *path.glob("*.json")]) if path.is_dir() else [path]
        for file in files:
            components += as_live(load_contracts(*_bytes(file)))
    return tuple(components)
