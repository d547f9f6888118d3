"""The changelog of APIs: what was added, changed, deprecated and removed; schema `deploycheck.changelog/v1`."""

from collections.abc import Iterable
from typing import Literal

from deploycheck.model.finding import Problem, Witness
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.severity import Impact, Severity
from deploycheck.model.snapshot import SnapshotInfo

SCHEMA = "deploycheck.changelog/v1"

Kind = Literal["added", "changed", "deprecated", "removed", "moved"]
Breaking = Literal["yes", "no", "unknown"]
Level = Literal["major", "minor", "patch", "none"]
State = Literal["added", "changed", "removed"]
_VERBS = ("is", "may", "its", "what")
KINDS: tuple[Kind, ...] = ("removed", "moved", "changed", "deprecated", "added")


class Reason(Record):
    """What `check` says about a change: the rule, and whether callers break.

    `operation` is the one that it was found at, `aspect`, `pointer` and `at` say where, as the finding does; `severity`
    and `fingerprint` are the finding's, where one was reported. `witness` is the checked value that breaks.
    """

    rule: str
    text: str
    operation: str
    breaking: Breaking
    at: Location
    aspect: str = ""
    pointer: str = ""
    impact: Impact | None = None
    severity: Severity | None = None
    fingerprint: str = ""
    witness: Witness | None = None


class Entry(Record):
    """One change, told once for all operations that share the changed lines.

    `title` names what changed inside the operation (`response 200: total`; empty for the operation itself), `text`
    says how. `at` is its place in head, `was` the one in base; what came has no `was`, what went no `at`. `pointer`
    belongs to `at`, else to `was`. `documentation` marks what no machine notices.
    """

    kind: Kind
    operations: tuple[str, ...]
    title: str
    text: str
    at: Location | None = None
    was: Location | None = None
    pointer: str = ""
    documentation: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def breaking(self) -> Breaking:
        """Whether any caller breaks; the worst reason counts."""
        found = {reason.breaking for reason in self.reasons}
        return "yes" if "yes" in found else "unknown" if "unknown" in found else "no"

    @property
    def sentence(self) -> str:
        """What happened, without the kind."""
        title = self.title or ("" if self.kind == "changed" or not self.operations else "the operation")
        if not self.text:
            return title or "the API"
        if not title:
            return self.text
        match self.kind:
            case "added" | "removed":
                return f"{title} ({self.text})"
            case "deprecated":
                return f"{title}, {self.text}"
            case _:
                return f"{title} {self.text}" if self.text.split(" ", 1)[0] in _VERBS else f"{title}: {self.text}"

    @property
    def severity(self) -> Severity | None:
        """The worst severity that `check` reports for it."""
        found = [reason.severity for reason in self.reasons if reason.severity is not None]
        return min(found, key=lambda one: one.rank, default=None)


class VersionBump(Record):
    """What the spec's `info.version` says, and what the changes need.

    `needed` is the lowest version that is enough; None where nothing changed or the version's scheme is not clear.
    `enough` is None then, too.
    """

    base: str
    head: str
    level: Level
    needed: str | None = None
    enough: bool | None = None


class ApiChanges(Record):
    """The changes of one API; `base_path` and `head_path` are its files, None where it does not exist.

    `left_out` counts the entries about documentation where those were not asked for.
    """

    name: str
    title: str
    service: str | None
    state: State
    base_path: str | None
    head_path: str | None
    version: VersionBump
    entries: tuple[Entry, ...] = ()
    left_out: int = 0

    def count(self, kind: Kind) -> int:
        """Count the entries of one kind."""
        return sum(entry.kind == kind for entry in self.entries)

    def breaking(self, answer: Breaking = "yes") -> int:
        """Count the entries that break, or of which nobody knows."""
        return sum(entry.breaking == answer for entry in self.entries)


class Changelog(Record):
    """The changes of all APIs between two snapshots. `version` is deploycheck's own."""

    version: str
    base: SnapshotInfo
    head: SnapshotInfo
    apis: tuple[ApiChanges, ...]
    documentation: bool = False
    problems: tuple[Problem, ...] = ()

    def breaking(self, answer: Breaking = "yes") -> int:
        """Count the entries that break, or of which nobody knows."""
        return sum(api.breaking(answer) for api in self.apis)


def level_of(entries: Iterable[Entry], state: State = "changed") -> Level:
    """Say which part of a semantic version these changes need to raise.

    What breaks needs a major version; what came, what will go, and what behaves differently a minor one; the rest, that
    nobody has to know to go on, a patch.
    """
    listed = list(entries)
    if state == "removed" or any(entry.breaking == "yes" for entry in listed):
        return "major"
    if any(_worth_knowing(entry) for entry in listed):
        return "minor"
    return "patch" if listed else "none"


def _worth_knowing(entry: Entry) -> bool:
    if entry.documentation:
        return False
    return entry.kind in {"added", "deprecated", "moved"} or any(reason.impact is not None for reason in entry.reasons)
