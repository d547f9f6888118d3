"""Every published JSON Schema by name, each made from the one place that knows the format."""

from collections.abc import Callable
from typing import Any

SCHEMAS = (
    "report",
    "changelog",
    "plan",
    "verification",
    "contracts",
    "manifest",
    "waivers",
    "deployments",
    "configuration",
)


def schema(name: str) -> dict[str, Any]:
    """Give the schema called `name`; raises KeyError for a name that is not in `SCHEMAS`."""
    return _MAKERS[name]()


def _report(name: str) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        from deploycheck.report.schema import schema as made

        return made(name)

    return make


def _planning(name: str) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        from deploycheck.planning.schemas import schema as made

        return made(name)

    return make


def _services(name: str) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        from deploycheck.domains.services.schemas import schema as made

        return made(name)

    return make


def _engine(name: str) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        from deploycheck.engine.schemas import schema as made

        return made(name)

    return make


_MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "report": _report("report"),
    "changelog": _report("changelog"),
    "plan": _planning("plan"),
    "verification": _planning("verification"),
    "contracts": _planning("contracts"),
    "manifest": _services("manifest"),
    "waivers": _engine("waivers"),
    "deployments": _services("deployments"),
    "configuration": _engine("configuration"),
}
