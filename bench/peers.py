"""Released peers, where they are installed; who wants the ratio installs them first.

go install github.com/oasdiff/oasdiff@latest        (its folder on PATH)
pip install squawk-cli                              (into the same environment)
"""

import shutil
import sys
from pathlib import Path


def find(name: str) -> str | None:
    """Find a peer beside the running Python or on PATH."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)
