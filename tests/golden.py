"""Golden files: what users see, kept in the repository and compared byte for byte."""

import os
from pathlib import Path

UPDATE = "DEPLOYCHECK_UPDATE_GOLDEN"
ROOT = Path(__file__).parent.parent
FORMATS = ROOT / "fixtures" / "formats"


def assert_golden(path: Path, text: str) -> None:
    """Compare with the golden file; with DEPLOYCHECK_UPDATE_GOLDEN=1 in the environment write it instead."""
    if os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == expected, f"{path.name} differs; if it is meant to, run pytest with {UPDATE}=1 and read the diff"
