"""The public kit for rule authors: case files, their runner and the pytest plugin.

`pytest -p deploycheck.testing` collects case files (see `deploycheck.testing.casefile`) as one item for each case, and
one for the rule itself. Without pytest, `read_cases` and `run_case` do the same.
"""

from deploycheck.testing.casefile import Case, CaseError, CaseFile, parse_cases, read_cases
from deploycheck.testing.memory import MemorySnapshot
from deploycheck.testing.runner import Outcome, check_case, finding_line, run_case

__all__ = [
    "Case",
    "CaseError",
    "CaseFile",
    "MemorySnapshot",
    "Outcome",
    "check_case",
    "finding_line",
    "parse_cases",
    "read_cases",
    "run_case",
]

# Read by pytest when this module is given with -p; pytest itself is only imported there.
pytest_plugins = ("deploycheck.testing.pytest_plugin",)
