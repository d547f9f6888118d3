"""`diff`: the changelog of every API that differs, with what `check` says about each change."""

from collections.abc import Iterable
from typing import Unpack

from deploycheck.app.jobs import look
from deploycheck.app.locating import Place
from deploycheck.app.settings import VERSION, Settings
from deploycheck.domains.openapi.changelog.build import api_changes
from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.engine.outcome import Outcome
from deploycheck.model.changelog import ApiChanges, Changelog, Entry, Reason
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Problem, Reported
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.suggest import did_you_mean


def changelog(
    base: Place | None = None,
    head: Place | None = None,
    *,
    apis: Iterable[str] = (),
    documentation: bool = False,
    **settings: Unpack[Settings],
) -> Changelog:
    """Give what changed in every API between two snapshots, or in those called `apis` (by name or title).

    With `documentation` what only people read is told, too. What could not be read stands in `problems`. Raises
    UsageError for a name that neither side has.
    """
    settings["select"] = ("api",)
    outcome = look(base, head, **settings)
    change = outcome.survey.change
    difference = change.diff("openapi")
    found = [one for one in (difference.apis if difference else ()) if not one.api.external]
    wanted = frozenset(_known(outcome, apis))
    by_place = _by_place(outcome.examination.findings)
    logs = [
        _with_findings(api_changes(one, documentation=documentation), by_place)
        for one in sorted(found, key=lambda one: (one.api.path, one.api.name))
        if not wanted or wanted & _names(one)
    ]
    return Changelog(VERSION, change.base.info, change.head.info, tuple(logs), documentation, _problems(outcome))


def _names(difference: ApiDiff) -> set[str]:
    sides = [side for side in (difference.base, difference.head) if side is not None]
    return {name for side in sides for name in (side.name, side.title)}


def _known(outcome: Outcome, wanted: Iterable[str]) -> Iterable[str]:
    """Give the names that are asked for; raises UsageError for one that no API has."""
    models = [view.model("openapi") for view in (outcome.survey.change.base, outcome.survey.change.head)]
    apis = [api for model in models if model for api in model.apis.values()]
    known = {name for api in apis for name in (api.name, api.title) if name}
    for name in wanted:
        if name not in known:
            raise UsageError(f"--api: there is no API {name!r}{did_you_mean(name, sorted(known))}")
        yield name


def _problems(outcome: Outcome) -> tuple[Problem, ...]:
    """Give what kept us from reading a spec, on either side, and rules that crashed."""
    examination = outcome.examination
    unread = [
        Problem(entry.reason, entry.path, entry.location.line)
        for view in outcome.survey.change.views
        for entry in view.not_analysed
        if entry.path in view.unread and entry.path in view.claims and view.claims[entry.path].domain == "openapi"
    ]
    crashed = [Problem(one.message, one.path, one.line) for one in examination.crashed]
    return tuple(dict.fromkeys([*examination.problems, *unread, *crashed]))


_Place = tuple[str, str, str, Location]
_ByPlace = dict[_Place, list[Reported]]


def _by_place(findings: Iterable[Reported]) -> _ByPlace:
    found: _ByPlace = {}
    for one in findings:
        if one.status == "new":
            found.setdefault((one.subject, one.aspect, one.pointer, one.location), []).append(one)
    return found


def _with_findings(log: ApiChanges, findings: _ByPlace) -> ApiChanges:
    return replace(log, entries=tuple(_reported(entry, findings) for entry in log.entries))


def _reported(entry: Entry, findings: _ByPlace) -> Entry:
    return replace(entry, reasons=tuple(_judged(one, findings) for one in entry.reasons)) if entry.reasons else entry


def _judged(reason: Reason, findings: _ByPlace) -> Reason:
    """Give the reason as the worst finding about the same place says it; that of its own rule comes first."""
    near = [
        one
        for one in findings.get((reason.operation, reason.aspect, reason.pointer, reason.at), ())
        if one.rule == reason.rule or (reason.impact is not None and one.impact is reason.impact)
    ]
    found = min(near, key=lambda one: (one.rule != reason.rule, one.severity.rank), default=None)
    if found is None:
        return reason
    told = replace(reason, rule=found.rule, text=found.message)
    return replace(told, severity=found.severity, fingerprint=found.fingerprint)
