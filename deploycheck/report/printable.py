"""Text from strangers' files, made safe to print: nothing in it can move the cursor or turn the line around."""

import re

from deploycheck.report.redaction import without_credentials

# C0 and C1 controls, line and paragraph separators, and the marks that change the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str) -> str:
    r"""Give `text` on one line with control characters spelled out (`\x1b`) and credentials left out."""
    return _CONTROL.sub(_spelled, without_credentials(text))


def _spelled(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004  two hex digits end there


def counted(number: int, singular: str, plural: str = "") -> str:
    """Give `1 error`, `2 errors`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def joined(parts: list[str]) -> str:
    """Give `a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
