"""How bad a finding is, and the table that derives it from verdict and usage."""

from enum import StrEnum


class Severity(StrEnum):
    """What a finding counts as for `--fail-on`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANK[self]

    def at_least(self, other: "Severity") -> bool:
        """Whether this is as bad as `other`, or worse."""
        return self.rank <= other.rank


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Impact(StrEnum):
    """What kind of change a finding is about; one row of the severity table each."""

    INCOMPATIBLE = "incompatible"
    UNKNOWN = "unknown"
    OPTIONAL_RESPONSE_GONE = "optional-response-gone"
    RESPONSE_ENUM_GROWN = "response-enum-grown"
    BEHAVIOURAL = "behavioural"


class Usage(StrEnum):
    """Who uses what a finding is about; the worst user counts.

    `STRICT` is a live user that reads strictly or with generated code; `MENDED` means that every user is a unit of
    this change and its head no longer has the need, `UNSURE` that nobody knows whether it still has it; `NOBODY`
    means that all users are known and none uses it.
    """

    STRICT = "used-strictly"
    LIVE = "used"
    ASSUMED = "assumed"
    UNSURE = "unsure"
    MENDED = "mended"
    NOBODY = "nobody"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_UNUSED = {Usage.MENDED: _I, Usage.NOBODY: _I}
_TABLE: dict[Impact, dict[Usage, Severity]] = {
    Impact.INCOMPATIBLE: {Usage.LIVE: _E, Usage.ASSUMED: _E, Usage.UNSURE: _W, **_UNUSED},
    Impact.UNKNOWN: {Usage.LIVE: _W, Usage.ASSUMED: _W, Usage.UNSURE: _W, **_UNUSED},
    Impact.OPTIONAL_RESPONSE_GONE: {Usage.LIVE: _E, Usage.ASSUMED: _W, Usage.UNSURE: _W, **_UNUSED},
    Impact.RESPONSE_ENUM_GROWN: {
        Usage.STRICT: _E, Usage.LIVE: _I, Usage.ASSUMED: _W, Usage.UNSURE: _I, **_UNUSED,
    },
    Impact.BEHAVIOURAL: {Usage.LIVE: _W, Usage.ASSUMED: _W, Usage.UNSURE: _I, **_UNUSED},
}  # fmt: skip


def derive(impact: Impact, usage: Usage) -> Severity:
    """Give the severity that the table in the architecture page says for this impact and usage."""
    row = _TABLE[impact]
    return row.get(usage) or row[Usage.LIVE]


def milder(one: Severity, other: Severity) -> Severity:
    """Give the less severe of two; a rule's own severity is a ceiling on what is derived."""
    return one if one.rank >= other.rank else other
