"""The composition root: the only place that knows snapshots, engine, planning and reports together."""

from deploycheck.app.jobs import Done, check, contracts_of, look, look_whole, plan, run_check
from deploycheck.app.settings import Settings

__all__ = ["Done", "Settings", "check", "contracts_of", "look", "look_whole", "plan", "run_check"]
