"""The composition root: the only place that knows snapshots, engine, planning and reports together."""

from deploycheck.app.jobs import Settings, check, look, plan

__all__ = ["Settings", "check", "look", "plan"]
