"""Whether copies of this process can be made here; where the environment says that they must, nothing is skipped."""

import os

import pytest

from deploycheck import workers

NEEDS_COPIES = pytest.mark.skipif(
    not workers.possible() and "DEPLOYCHECK_REQUIRE_COPIES" not in os.environ,
    reason="copies of this process cannot be made here",
)
