"""The published JSON Schemas of what `check` and `diff` write."""

import json
from importlib.resources import files
from typing import Any


def schema(name: str = "report") -> dict[str, Any]:
    """Give the schema of `report` or `changelog` as data; the file is part of the package."""
    text = files("deploycheck").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
