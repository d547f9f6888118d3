"""The outcome of `check`: verdict, findings, plan and all that qualifies them; schema `deploycheck.report/v1`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from deploycheck.model.finding import Evidence, NotAnalysed, Problem, Reported, Stake, Witness
from deploycheck.model.location import Location, Related
from deploycheck.model.record import Record
from deploycheck.model.severity import Impact, Severity
from deploycheck.model.snapshot import Basis, SnapshotInfo

SCHEMA = "deploycheck.report/v1"

Verdict = Literal["pass", "fail", "cannot-judge"]
FailOn = Literal["error", "warning", "info", "never"]

_EXIT: Mapping[str, int] = {"pass": 0, "fail": 1, "cannot-judge": 2}


class Summary(Record):
    """Counts. `error`, `warning` and `info` count what counts for `--fail-on`; the others have their own key only.

    `unknown` is how many of the counted findings are questions that could not be decided.
    """

    error: int = 0
    warning: int = 0
    info: int = 0
    unknown: int = 0
    new: int = 0
    existing: int = 0
    fixed: int = 0
    waived: int = 0


class PlanSummary(Record):
    """What the planner said, in one line; `document` is the whole plan in its `deploycheck.plan/v1` form."""

    verdict: Literal["plan", "refused"]
    waves: int = 0
    document: Mapping[str, Any] | None = None


class CrashedRule(Record):
    """A rule that raised: a fault of the rule, never of what was checked; always exit 2."""

    rule: str
    message: str
    path: str = ""
    line: int = 0


class RuleText(Record):
    """What reports say about a rule that found something; `page` is its Markdown."""

    name: str
    family: str
    severity: Severity
    summary: str
    page: str = ""


class HonouredWaiver(Record):
    """A waiver that was honoured, with the fingerprints of the findings that it covers.

    `details` is what the waiver says: reason, owner, expires, source.
    """

    details: Mapping[str, str]
    findings: tuple[str, ...]


class Report(Record):
    """Everything that one run found out.

    `base` is None when there is no base (nothing to compare with); `live` holds the further versions that may be
    serving, without base. `compared` is False when base and head are the same tree. `rules` describes the rules that
    occur in `findings`. `configuration` is the path of the configuration file, None without one. `count_existing`
    (`--all`) says that findings which base has too were counted like new ones.
    """

    version: str
    today: date
    base: SnapshotInfo | None
    head: SnapshotInfo
    basis: Basis
    verdict: Verdict
    summary: Summary
    findings: tuple[Reported, ...] = ()
    live: tuple[SnapshotInfo, ...] = ()
    environments: tuple[str, ...] = ()
    configuration: str | None = None
    plan: PlanSummary | None = None
    assumptions: tuple[str, ...] = ()
    not_analysed: tuple[NotAnalysed, ...] = ()
    problems: tuple[Problem, ...] = ()
    crashed: tuple[CrashedRule, ...] = ()
    rules: tuple[RuleText, ...] = ()
    compared: bool = True
    fail_on: FailOn = "error"
    count_existing: bool = False

    @property
    def exit_code(self) -> int:
        """0 pass, 1 fail, 2 cannot judge."""
        return _EXIT[self.verdict]

    @property
    def waivers(self) -> tuple[HonouredWaiver, ...]:
        """Every waiver that was honoured, in the order of the findings it covers."""
        covered: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for finding in self.findings:
            if finding.waived is not None:
                covered.setdefault(tuple(sorted(finding.waived.items())), []).append(finding.fingerprint)
        return tuple(HonouredWaiver(dict(key), tuple(prints)) for key, prints in covered.items())

    def to_dict(self) -> dict[str, Any]:
        """Give the report as `deploycheck.report/v1` data."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "environments": list(self.environments),
            "today": self.today.isoformat(),
            "configuration": self.configuration,
            "base": None if self.base is None else {**_snapshot(self.base), "basis": self.basis},
            "live": [_snapshot(info) for info in self.live],
            "head": _snapshot(self.head),
            "compared": self.compared,
            "fail_on": self.fail_on,
            "count_existing": self.count_existing,
            "verdict": self.verdict,
            "summary": {name: getattr(self.summary, name) for name in Summary.__struct_fields__},
            "findings": [finding_to_dict(finding) for finding in self.findings],
            "plan": None if self.plan is None else {"verdict": self.plan.verdict, "waves": self.plan.waves},
            "assumptions": list(self.assumptions),
            "not_analysed": [_not_analysed(entry) for entry in self.not_analysed],
            "problems": [
                *({"path": p.path, "line": p.line, "message": p.message} for p in self.problems),
                *({"path": c.path, "line": c.line, "message": c.message, "rule": c.rule} for c in self.crashed),
            ],
            "waivers": [{**waiver.details, "findings": list(waiver.findings)} for waiver in self.waivers],
        }


def summarise(findings: Iterable[Reported], *, count_existing: bool = False) -> Summary:
    """Count findings; with `count_existing` (`--all`) what base has too counts for `--fail-on` as well."""
    counts = dict.fromkeys(Summary.__struct_fields__, 0)
    for finding in findings:
        counts["waived" if finding.waived is not None else finding.status] += 1
        if _counted(finding, count_existing=count_existing):
            counts[finding.severity.value] += 1
            counts["unknown"] += finding.impact is Impact.UNKNOWN
    return Summary(**counts)


def judge(findings: Iterable[Reported], fail_on: FailOn, *, able: bool = True, count_existing: bool = False) -> Verdict:
    """Give the verdict; `able` is False when there was a problem or a rule crashed, which beats everything."""
    if not able:
        return "cannot-judge"
    if fail_on == "never":
        return "pass"
    limit = Severity(fail_on)
    counted = (finding for finding in findings if _counted(finding, count_existing=count_existing))
    return "fail" if any(finding.severity.at_least(limit) for finding in counted) else "pass"


def _counted(finding: Reported, *, count_existing: bool) -> bool:
    return finding.waived is None and (finding.status == "new" or (count_existing and finding.status == "existing"))


def finding_to_dict(finding: Reported) -> dict[str, Any]:
    """Give one finding as it stands in the report's `findings`."""
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity.value,
        "status": finding.status,
        "environments": list(finding.environments),
        "message": finding.message,
        "help": finding.help,
        "service": finding.service,
        "subject": finding.subject,
        "aspect": finding.aspect,
        "pointer": finding.pointer,
        "effect": finding.effect,
        "direction": finding.direction,
        "location": _location(finding.location),
        "related": [_related(related) for related in finding.related],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "witness": None if finding.witness is None else _witness(finding.witness),
        "impact": None if finding.impact is None else finding.impact.value,
        "usage": None if finding.usage is None else finding.usage.value,
        "derivation": list(finding.derivation),
        "consumers": [_stake(stake) for stake in finding.stakes],
        "fingerprint": finding.fingerprint,
        "waived": None if finding.waived is None else dict(finding.waived),
        "docs": finding.docs,
    }


def _location(location: Location) -> dict[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column, "side": location.side}


def _related(related: Related) -> dict[str, Any]:
    return {"role": related.role, **_location(related.location), "text": related.text}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    place = evidence.location
    return {
        "kind": evidence.kind,
        "consumer": evidence.consumer,
        "version": evidence.version,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "text": evidence.text,
    }


def _stake(stake: Stake) -> dict[str, Any]:
    place = stake.location
    return {
        "consumer": stake.consumer,
        "version": stake.version,
        "verdict": stake.verdict,
        "reason": stake.reason,
        "path": place.path if place else None,
        "line": place.line if place else None,
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {"kind": witness.kind, "value": witness.value, "pointer": witness.pointer, "text": witness.text}


def _not_analysed(entry: NotAnalysed) -> dict[str, Any]:
    return {
        "path": entry.location.path,
        "line": entry.location.line,
        "side": entry.location.side,
        "kind": entry.kind,
        "service": entry.service,
        "reason": entry.reason,
    }


def _snapshot(info: SnapshotInfo) -> dict[str, str]:
    named = {"kind": info.kind, "ref": info.ref, "commit": info.commit}
    return {key: value for key, value in named.items() if value}
