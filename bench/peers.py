"""Released peers, where they are installed; who wants the ratio installs them first.

go install github.com/oasdiff/oasdiff@latest        (found in Go's own folder, too)
pip install squawk-cli                              (into the same environment)
"""

import os
import shutil
import sys
from pathlib import Path


def find(name: str) -> str | None:
    """Find a peer beside the running Python, on PATH, or where `go install` puts it."""
    beside = Path(sys.executable).with_name(name)
    if beside.exists():
        return str(beside)
    go = Path(os.environ.get("GOPATH") or Path.home() / "go") / "bin"
    return shutil.which(name) or shutil.which(name, path=str(go))
