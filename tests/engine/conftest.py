"""The toy domain and a short way to check two folders in memory."""

import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

from deploycheck.app import check
from deploycheck.testing.memory import MemorySnapshot

TODAY = date(2026, 11, 22)

_spec = importlib.util.spec_from_file_location("toy_plugin", Path(__file__).with_name("toy_plugin.py"))
_module = importlib.util.module_from_spec(_spec)
sys.modules["toy_plugin"] = _module
_spec.loader.exec_module(_module)


@pytest.fixture
def judge():
    """Check two mappings of path to content and give the report."""

    def run(base, head, registry=None, **settings):
        settings.setdefault("today", TODAY)
        return check(MemorySnapshot(base), MemorySnapshot(head), registry=registry or _module.registry(), **settings)

    return run
