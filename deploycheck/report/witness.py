"""A witness in one line: the concrete value that shows that a finding is real."""

import json

from deploycheck.model.finding import Witness
from deploycheck.report.redaction import tidy

_LONGEST = 400


def witness_text(witness: Witness) -> str:
    """Give kind, value as JSON, the failing place in it, and what happens; long values are cut."""
    value = witness.value if isinstance(witness.value, str) else json.dumps(tidy(witness.value), ensure_ascii=False)
    short = value if len(value) <= _LONGEST else value[:_LONGEST] + " ..."
    place = f" at {witness.pointer}" if witness.pointer else ""
    return f"{witness.kind} {short}{place}" + (f": {witness.text}" if witness.text else "")
