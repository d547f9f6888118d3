"""A witness in one line: the concrete value that shows that a finding is real."""

import json

from deploycheck.model.finding import Witness
from deploycheck.report.redaction import tidy

_LONGEST = 400


def witness_text(witness: Witness) -> str:
    """Give kind, value as JSON, the failing place in it, and what happens; long values are cut."""
    value = _written(witness)
    short = value if len(value) <= _LONGEST else value[:_LONGEST] + " ..."
    place = f" at {witness.pointer}" if witness.pointer else ""
    return f"{witness.kind} {short}{place}" + (f": {witness.text}" if witness.text else "")


def _written(witness: Witness) -> str:
    """Give the value: a text as it is, what is live at once joined, everything else as JSON."""
    value = tidy(witness.value)
    if isinstance(value, list) and witness.kind == "state" and all(isinstance(one, str) for one in value):
        return " + ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
