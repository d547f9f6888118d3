"""Every test here runs git, so that none may see the developer's own configuration."""

import pytest


@pytest.fixture(autouse=True)
def _shielded(plain_git):
    """Shield every test."""
