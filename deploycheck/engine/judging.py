"""From what a rule yields to what is reported: severity, fingerprint, status."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from deploycheck.engine.configuration import Configuration
from deploycheck.engine.running import Yield
from deploycheck.engine.selection import matches
from deploycheck.hooks import Rule
from deploycheck.model.change import View
from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field, replace
from deploycheck.model.service import Service
from deploycheck.model.severity import Impact, Severity, derive, milder
from deploycheck.model.snapshot import Entry

DOCS = "docs/rules/{family}/{name}.md"


class Bench(Record):
    """What judging needs to know beside the findings."""

    configuration: Configuration
    environment: str
    services: Mapping[str, Service]
    rules: Mapping[str, Rule]
    owner_of: Callable[[str], str | None]
    base_entries: Mapping[str, Entry] = field(default_factory=dict)


def judge(yields: Iterable[Yield], bench: Bench) -> list[Reported]:
    """Decide severity and fingerprint of each finding; drop what overrides switch off, join what is the same."""
    reported: dict[tuple[str, Location], Reported] = {}
    for one in yields:
        finding = _report(one, bench)
        if finding is None:
            continue
        key = (finding.fingerprint, finding.location)
        known = reported.get(key)
        reported[key] = finding if known is None else _joined(known, finding)
    return _distinct(reported.values())


def with_status(head: list[Reported], base: list[Reported]) -> list[Reported]:
    """Compare the findings of snapshot rules on both sides: new, existing, or fixed.

    What is said of the same subject at the same place is the same, also where its service got another name.
    """
    now, before = _Said(head), _Said(base)
    result = [replace(f, status="existing") if f in before else f for f in head]
    fixed = (f for f in base if f not in now)
    return result + [replace(f, status="fixed", location=f.location.on("base")) for f in fixed]


class _Said:
    """What one side says, by fingerprint; and by the fingerprint that it would have without its service."""

    def __init__(self, findings: Iterable[Reported]) -> None:
        self._fingerprints: set[str] = set()
        self._services: dict[str, str | None] = {}
        for finding in findings:
            self._fingerprints.add(finding.fingerprint)
            self._services[finding.kinship] = finding.service

    def __contains__(self, finding: Reported) -> bool:
        if finding.fingerprint in self._fingerprints:
            return True
        kin = finding.kinship
        return bool(finding.subject) and kin in self._services and self._services[kin] != finding.service


def _report(one: Yield, bench: Bench) -> Reported | None:
    finding, rule = one.finding, one.rule
    location = finding.location
    service_name = one.service or bench.owner_of(location.path)
    service = bench.services.get(service_name) if service_name else None
    severity, derivation = _severity(one, bench, service)
    if severity is None:
        return None
    location = _placed(location, one.view, bench)
    return Reported(
        rule=rule.name,
        family=rule.family,
        severity=severity,
        status="existing" if finding.existing else "new",
        message=finding.message,
        help=finding.help or rule.help,
        service=service_name,
        subject=finding.subject or "",
        aspect=finding.aspect,
        location=location,
        fingerprint=fingerprint(one, service_name),
        kinship=fingerprint(one, None),
        pointer=finding.pointer or "",
        effect=finding.effect,
        direction=finding.direction,
        related=finding.related,
        evidence=tuple(dict.fromkeys(finding.evidence)),
        witness=finding.witness,
        impact=finding.impact,
        usage=finding.usage,
        environments=(bench.environment,) if bench.environment else (),
        docs=DOCS.format(family=rule.family, name=rule.name),
        derivation=derivation,
        stakes=finding.stakes,
    )


def _placed(location: Location, view: View, bench: Bench) -> Location:
    """Put a place on the side where its file is: what is gone in head can only be shown in base."""
    if view.side == "base":
        return location.on("base")
    gone = location.path not in view.entries and location.path in bench.base_entries
    return location.on("base") if gone else location


def _severity(one: Yield, bench: Bench, service: Service | None) -> tuple[Severity | None, tuple[str, ...]]:
    """Derive the severity, and say how; None where the finding is switched off."""
    finding, rule, settings = one.finding, one.rule, bench.configuration
    steps = [f"the rule's ceiling is {rule.severity}"]
    severity = rule.severity
    if finding.impact and finding.usage:
        derived = derive(finding.impact, finding.usage)
        severity = milder(derived, severity)
        steps.append(f"{finding.impact} and {finding.usage} give {derived}")
    if finding.severity:
        severity = milder(finding.severity, severity)
        steps.append(f"the rule says {finding.severity} here")
    overrides = settings.matching(finding.location.path, service, bench.environment)
    strict = next((o.strict for o in reversed(overrides) if o.strict is not None), settings.strict)
    if strict and (finding.impact is Impact.UNKNOWN or "undecided" in rule.options):
        severity = Severity.ERROR
        steps.append("--strict makes what is unknown an error")
    level = settings.severity.get(rule.name)
    for override in overrides:
        level = override.severity.get(rule.name, level)
        if any(matches(pattern, rule) for pattern in override.ignore):
            return None, ()
        if override.select and not any(matches(pattern, rule) for pattern in override.select):
            return None, ()
    if level == "off":
        return None, ()
    if level:
        severity = Severity(level)
        steps.append(f"the configuration says {level}")
    return severity, tuple(steps)


def fingerprint(one: Yield, service: str | None, ordinal: int = 0) -> str:
    """Identify a finding without lines or wording, so that it survives edits around it."""
    finding = one.finding
    subject = finding.subject if finding.subject is not None else finding.location.path
    parts = [one.rule.name, service or "", subject, finding.aspect, finding.pointer or ""]
    if one.about_change or finding.change:
        parts.append(finding.change)
    return _digest(parts, ordinal)


def _digest(parts: list[str], ordinal: int) -> str:
    from hashlib import sha256

    text = "\x1f".join([*parts, str(ordinal)] if ordinal else parts)
    return "dc1:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _joined(one: Reported, other: Reported) -> Reported:
    """Join the same finding against two live versions: the worse severity, all evidence."""
    worse, milder_one = (one, other) if one.severity.at_least(other.severity) else (other, one)
    return replace(
        worse,
        evidence=tuple(dict.fromkeys((*worse.evidence, *milder_one.evidence))),
        stakes=tuple(dict.fromkeys((*worse.stakes, *milder_one.stakes))),
    )


def _distinct(findings: Iterable[Reported]) -> list[Reported]:
    """Give a number to findings that only their place tells apart: fingerprints are unique in a report."""
    seen: Counter[str] = Counter()
    result = []
    for finding in sorted(findings, key=lambda f: (f.location, f.rule, f.subject, f.aspect)):
        seen[finding.fingerprint] += 1
        ordinal = seen[finding.fingerprint]
        if ordinal > 1:
            finding = replace(finding, fingerprint=_digest([finding.fingerprint], ordinal))  # noqa: PLW2901
        result.append(finding)
    return result
