"""Where the data lie that come with the program."""

from pathlib import Path

from deploycheck.model.errors import UsageError


def bundled(name: str) -> Path:
    """Find bundled data: in the installed package, else beside it in a checkout. Raises UsageError when it is gone."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "_bundled" / name, package.parent / "fixtures" / name):
        if place.is_dir():
            return place
    raise UsageError(f"the bundled data ({name}) are missing from this installation")
