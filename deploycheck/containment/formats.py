"""What all texts of a format look like, as patterns: enough to prove that a text cannot be, never that it can.

Each pattern admits every text that the validator takes for the format, and more (RFC 3339, 4122, 5321, 3986); the
validator takes some signs for digits of dates, so that letters alone are ruled out there.
"""

from typing import Final

from deploycheck.containment.alternatives import Strings

LOOKS: Final = {
    "date": "^[!-@]{4}-[!-@]{2}-[!-@]{2}$",
    "date-time": "^[!-@]{4}-[!-@]{2}-[!-@]{2}[^0-9][!-@]{2}:[!-@]{2}:[!-@]{2}[^0-9]",
    "time": "^[!-@]{2}:[!-@]{2}:[!-@]{2}[^0-9]",
    "duration": "^P[0-9TYMWDHS]+$",
    "email": "^[\\s\\S]+@[\\s\\S]+$",
    "ipv4": "^[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}$",
    "uri": "^[A-Za-z][A-Za-z0-9+.-]*:",
    "uuid": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
}
"""By format, a pattern that all its texts match."""


def looks(strings: Strings) -> frozenset[str]:
    """Give the patterns that all texts of an alternative match, those that its formats imply among them."""
    return strings.patterns | {LOOKS[name] for name in strings.formats if name in LOOKS}
