"""`check`, `plan` and `look`: from what the user names to a report or a plan."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from deploycheck.app.caching import Shelf, code_state
from deploycheck.app.excerpts import Excerpts, collect
from deploycheck.app.locating import Found, Place, locate
from deploycheck.app.others import others_state
from deploycheck.app.settings import VERSION, Settings
from deploycheck.engine.gate import read_configuration
from deploycheck.engine.plugins import plugin_versions
from deploycheck.model.errors import UsageError
from deploycheck.model.record import Record, replace
from deploycheck.model.report import Report
from deploycheck.model.service import RECORD
from deploycheck.model.snapshot import Expectant, at_root

if TYPE_CHECKING:
    from deploycheck.engine.outcome import Outcome
    from deploycheck.model.contract import Contracts

_NO_MATTER = frozenset(
    {"root", "ci", "today", "cache", "live", "registry", "jobs"}
)  # what they stand for is among the other parts


class Done(Record):
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
            for snapshot in (found.head, *found.live):
                if isinstance(snapshot, Expectant):
                    snapshot.expect()
            from deploycheck.app.asking import outcome_of, prepare
            from deploycheck.engine.outcome import build_report

            job = prepare(stack, found, settings, _today(settings))
            outcomes = [outcome_of(job, environment) for environment in job.environments]
            report = build_report(outcomes, job.reporting)
            shelf.store(report)
        shelf.remember(report)
        return Done(report, collect(report, found.live[0], found.head))


def _locate(stack: ExitStack, base: Place | None, head: Place | None, settings: Settings) -> Found:
    root, ci, live = settings.get("root", "."), settings.get("ci") or {}, settings.get("live", ())
    return locate(stack, base, head, root, ci, live, alone=settings.get("alone", False))


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
        resolver.refs_state() if resolver and at_root(judge, RECORD) else "",
    ]


def _today(settings: Settings) -> date:
    return settings.get("today") or date.today()  # noqa: DTZ011  the user's own calendar day


def look(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> "Outcome":
    """Do what `check` does for one environment and give everything behind the report: survey, contracts, plan.

    What could not be read, settings included, stands in the examination's problems.
    """
    from deploycheck.app.asking import outcome_of, prepare

    with ExitStack() as stack:
        job = prepare(stack, _locate(stack, base, head, settings), settings, _today(settings))
        outcome = outcome_of(job, job.environments[0])
        problems = tuple(dict.fromkeys((*job.reporting.problems, *outcome.examination.problems)))
        return replace(outcome, examination=replace(outcome.examination, problems=problems))


def look_whole(base: Place | None = None, head: Place | None = None, **settings: Unpack[Settings]) -> "Outcome":
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
) -> "Contracts":
    """Give the contracts of all components: from a contract file, or as the artefacts of both sides say."""
    if contracts is not None:
        return _from_file(contracts)
    return look_whole(base, head, **settings).survey.assembly.contracts


def _from_file(contracts: str | Path | bytes) -> "Contracts":
    from deploycheck.planning import load_contracts

    if isinstance(contracts, bytes):
        return load_contracts(contracts, "contracts")
    path = Path(contracts)
    try:
        return load_contracts(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
