"""From examinations, one per environment, to the report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from deploycheck.engine.examining import Examination, Question, Survey
from deploycheck.hooks import Rule
from deploycheck.model.change import Change
from deploycheck.model.finding import Problem, Reported
from deploycheck.model.record import Record, replace
from deploycheck.model.report import FailOn, PlanSummary, Report, RuleText, judge, summarise
from deploycheck.model.snapshot import below


class Outcome(Record):
    """One environment's question with what came of it."""

    question: Question
    survey: Survey
    examination: Examination


class Reporting(Record):
    """How to report: `paths` filters what is shown, `count_existing` makes what base has too count."""

    version: str
    fail_on: FailOn
    count_existing: bool = False
    paths: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def build_report(outcomes: Sequence[Outcome], how: Reporting) -> Report:
    """Join the environments' findings, count, and give the verdict."""
    first = outcomes[0]
    findings = [finding for finding in _joined(outcomes) if _wanted(finding, first.survey, how.paths)]
    judged = (problem for outcome in outcomes for problem in outcome.examination.problems)
    problems = tuple(dict.fromkeys([*how.problems, *_nowhere(first.survey.change, how.paths), *judged]))
    crashed = tuple(dict.fromkeys(c for outcome in outcomes for c in outcome.examination.crashed))
    able = not problems and not crashed
    environments = tuple(outcome.question.environment for outcome in outcomes if outcome.question.environment)
    change = first.survey.change
    return Report(
        version=how.version,
        today=first.question.today,
        base=change.base.info,
        head=change.head.info,
        basis=first.question.basis,
        live=tuple(view.info for view in change.live[1:]),
        verdict=judge(findings, how.fail_on, able=able, count_existing=how.count_existing),
        summary=summarise(findings, count_existing=how.count_existing),
        findings=tuple(findings),
        environments=environments,
        configuration=first.question.gate.configuration.source or None,
        plan=_plan_summary(first.examination),
        assumptions=_assumptions(first),
        not_analysed=first.examination.not_analysed,
        problems=problems,
        crashed=crashed,
        rules=_rule_texts(findings, [rule for outcome in outcomes for rule in outcome.examination.ran]),
        compared=change.compared,
        fail_on=how.fail_on,
        count_existing=how.count_existing,
    )


def _joined(outcomes: Sequence[Outcome]) -> list[Reported]:
    """Give each finding once, with every environment that has it as label."""
    joined: dict[str, Reported] = {}
    for outcome in outcomes:
        for finding in outcome.examination.findings:
            known = joined.get(finding.fingerprint)
            if known is None:
                joined[finding.fingerprint] = finding
            else:
                worse = known if known.severity.at_least(finding.severity) else finding
                labels = tuple(dict.fromkeys((*known.environments, *finding.environments)))
                joined[finding.fingerprint] = replace(worse, environments=labels)
    return list(joined.values())


def _wanted(finding: Reported, seen: Survey, paths: tuple[str, ...]) -> bool:
    """Whether a finding lies below one of the paths, or belongs to a service that does."""
    if not paths:
        return True
    places = [finding.location.path, *(related.location.path for related in finding.related)]
    service = seen.change.head.estate.services.get(finding.service or "")
    if service is not None:
        places.append(service.path)
    return any(below(places, path) for path in paths)


def _nowhere(change: Change, paths: tuple[str, ...]) -> Iterator[Problem]:
    """Name the paths that no side has: what is reported below them would always be nothing."""
    for path in paths:
        if not any(below(view.entries, path) for view in (change.head, *change.live)):
            yield Problem(
                f"there is no file or folder {path} in base or head; paths start at the root of the tree", path
            )


def _plan_summary(examination: Examination) -> PlanSummary | None:
    if examination.plan is None:
        return None
    document: Mapping[str, object] = examination.plan.to_dict()
    verdict: Literal["plan", "refused"] = "refused" if document.get("verdict") == "refused" else "plan"
    waves = document.get("waves")
    return PlanSummary(verdict, len(waves) if isinstance(waves, list) else 0, document)


def _assumptions(outcome: Outcome) -> tuple[str, ...]:
    """Say what the verdict rests on beside the files."""
    change = outcome.survey.change
    said = []
    if outcome.question.basis == "assumed" and change.compared:
        where = outcome.question.environment or "production"
        said.append(f"assumes that {change.base.info} is what runs in {where}")
    if change.compared and not change.base.entries and change.base.info.kind == "dir":
        said.append(f"takes it that nothing runs: {change.base.info} holds no file")
    plan = outcome.examination.plan
    if plan is not None:
        said += [text for text in plan.to_dict().get("assumptions", ()) if isinstance(text, str)]
    return tuple(dict.fromkeys(said))


def _rule_texts(findings: Iterable[Reported], rules: Iterable[Rule]) -> tuple[RuleText, ...]:
    found = {finding.rule for finding in findings}
    known = {rule.name: rule for rule in rules if rule.name in found}
    return tuple(
        RuleText(rule.name, rule.family, rule.severity, rule.summary, rule.page) for _, rule in sorted(known.items())
    )
