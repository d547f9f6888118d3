"""The published JSON Schema of `deploycheck.report/v1`."""

import json
from importlib.resources import files
from typing import Any


def schema() -> dict[str, Any]:
    """Give the schema as data; the file is part of the package."""
    text = files("deploycheck").joinpath("schemas", "report.schema.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
