"""Exceptions that a human dated, reasoned and owned: in the waivers file, and in-line in what they concern."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from deploycheck.model.errors import SourceError
from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field, replace
from deploycheck.model.severity import Severity
from deploycheck.model.suggest import did_you_mean

if TYPE_CHECKING:
    from deploycheck.documents.document import Document

FILE = "deploycheck-waivers.yaml"
SCHEMA = "deploycheck.waivers/v1"
LONGEST = timedelta(days=365)
KEYS = ("rule", "subject", "aspect", "fingerprint", "reason", "owner", "expires")

Extent = tuple[tuple[int, int], tuple[int, int]]
"""Where something begins, and where what comes behind it begins: lines and columns."""
END: Final = (1 << 62, 0)
_WHOLE_LINE: Final = 1 << 62


class Waiver(Record):
    """One exception.

    An in-line one applies to its own line and the one below, or where there is an `extent` to all of that. `unknown`
    says which of its names no rule has, as a sentence.
    """

    location: Location
    rules: tuple[str, ...] = ()
    fingerprint: str = ""
    subject: str = "*"
    aspect: str | None = None
    reason: str = ""
    owner: str = ""
    expires: date | None = None
    inline: bool = False
    extent: Extent | None = None
    unknown: str = ""

    @property
    def incomplete(self) -> str:
        """What keeps it from being honoured; empty when it is whole."""
        if self.unknown:
            return self.unknown
        if not self.rules and not self.fingerprint:
            return "names no rule"
        missing = [word for word, value in (("a reason", self.reason), ("an end date", self.expires)) if not value]
        if not self.inline and not self.owner:
            missing.append("an owner")
        if not self.inline and not self.fingerprint and self.aspect is None:
            missing.append("an aspect (an empty one will do)")
        return f"lacks {' and '.join(missing)}" if missing else ""

    def flaw(self, today: date) -> str:
        """Say why it is not honoured; empty when it is whole and not too long."""
        return self.incomplete or ("runs for more than 365 days" if self.too_long(today) else "")

    def describe(self) -> str:
        """Say what it is meant for."""
        if self.fingerprint:
            return self.fingerprint
        return (", ".join(self.rules) or "nothing") + (f" on {self.subject}" if self.subject != "*" else "")

    def too_long(self, today: date) -> bool:
        """Whether it ends more than 365 days from `today`."""
        return self.expires is not None and self.expires - today > LONGEST

    def covers(self, finding: Reported) -> bool:
        """Whether it means this finding."""
        if self.fingerprint:
            return self.fingerprint == finding.fingerprint
        names = (finding.rule, finding.family, f"{finding.family}/{finding.rule}")
        if not any(fnmatchcase(name, pattern) for name in names for pattern in self.rules):
            return False
        if self.inline:
            return finding.location.side == "head" and self._reaches(finding.location)
        return fnmatchcase(finding.subject, self.subject) and (self.aspect or "") in ("*", finding.aspect)

    def _reaches(self, place: Location) -> bool:
        """Whether an in-line waiver's lines hold a place; a place without a column is its whole line."""
        if place.path != self.location.path:
            return False
        if self.extent is None:
            return place.line - self.location.line in (0, 1)
        start, end = self.extent
        return start <= (place.line, place.column or _WHOLE_LINE) < end


class WaiverLog(Record):
    """What became of the waivers: what gate rules look at. `stale` are those of `unused` that can be deleted."""

    expired: tuple[Waiver, ...] = ()
    incomplete: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()
    stale: tuple[Waiver, ...] = ()
    full_run: bool = True
    honoured: Mapping[str, Waiver] = field(default_factory=dict)


def read_waivers(data: bytes, path: str) -> tuple[Waiver, ...]:
    """Read the waivers file; raises SourceError with the line."""
    from deploycheck.documents.yaml import load_yaml

    documents = load_yaml(data, path)
    if not documents or documents[0].value is None:
        return ()
    document = documents[0]
    table = document.value
    if not isinstance(table, dict):
        raise SourceError("a waivers file is a mapping with the key `waivers`", path, 1)
    for key in table:
        if key not in ("schema", "waivers"):
            raise _wrong(document, (key,), f"`{key}` is not known here{did_you_mean(key, ('schema', 'waivers'))}")
    if table.get("schema", SCHEMA) != SCHEMA:
        raise _wrong(document, ("schema",), f"the schema must be {SCHEMA}")
    entries = table.get("waivers") or []
    if not isinstance(entries, list):
        raise _wrong(document, ("waivers",), "`waivers` must be a list")
    return tuple(_waiver(document, number, entry) for number, entry in enumerate(entries))


def _waiver(document: "Document", number: int, entry: Any) -> Waiver:  # noqa: ANN401  YAML
    steps: tuple[str | int, ...] = ("waivers", number)
    if not isinstance(entry, dict):
        raise _wrong(document, steps, "a waiver is a mapping")
    for key, value in entry.items():
        if key not in KEYS:
            raise _wrong(document, (*steps, key), f"`{key}` is not known in a waiver{did_you_mean(key, KEYS)}")
        if not isinstance(value, str):
            raise _wrong(document, (*steps, key), f"`{key}` must be a text")
    if ("rule" in entry) == ("fingerprint" in entry):
        raise _wrong(document, steps, "a waiver names either a rule or a fingerprint")
    expires = None
    if "expires" in entry:
        expires = parse_date(entry["expires"])
        if expires is None:
            raise _wrong(document, (*steps, "expires"), "`expires` must be a date such as 2027-01-31")
    return Waiver(
        location=document.location(steps),
        rules=(entry["rule"],) if "rule" in entry else (),
        fingerprint=entry.get("fingerprint", ""),
        subject=entry.get("subject", "*"),
        aspect=entry.get("aspect"),
        reason=entry.get("reason", ""),
        owner=entry.get("owner", ""),
        expires=expires,
    )


def _wrong(document: "Document", steps: tuple[str | int, ...], message: str) -> SourceError:
    place = document.location(steps)
    return SourceError(message, place.path, place.line, place.column)


def parse_date(text: str) -> date | None:
    """Read a date such as 2027-01-31; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def apply_waivers(
    findings: Iterable[Reported], waivers: Iterable[Waiver], today: date, *, inline_for: Callable[[Reported], bool]
) -> tuple[list[Reported], WaiverLog]:
    """Mark the findings that a whole, current waiver covers; say what became of every waiver.

    `inline_for` says whether an in-line waiver may cover a finding (those of an untrusted head only cover warnings).
    """
    waivers = list(waivers)
    good = [w for w in waivers if not w.flaw(today) and w.expires and w.expires >= today]
    used: dict[str, Waiver] = {}
    result = []
    for finding in findings:
        covering = next((w for w in good if w.covers(finding) and (not w.inline or inline_for(finding))), None)
        if covering is None or finding.status == "fixed":
            result.append(finding)
            continue
        used[finding.fingerprint] = covering
        result.append(replace(finding, waived=_told(covering)))
    honoured = {id(waiver) for waiver in used.values()}
    log = WaiverLog(
        expired=tuple(w for w in waivers if w.expires and w.expires < today),
        incomplete=tuple(w for w in waivers if w.flaw(today)),
        unused=tuple(w for w in good if id(w) not in honoured),
        honoured=used,
    )
    return result, log


def _told(waiver: Waiver) -> dict[str, str]:
    return {
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires.isoformat() if waiver.expires else "",
        "source": str(waiver.location),
    }


def waivable_inline(finding: Reported, *, trusted: bool) -> bool:
    """Whether an in-line waiver of head may cover this: everything if head is trusted, else warnings and below."""
    return trusted or finding.severity is not Severity.ERROR
