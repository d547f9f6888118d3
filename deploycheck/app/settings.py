"""The command line laid over the configuration file, and what holds for one path."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deploycheck.app.locating import working_snapshot
from deploycheck.engine.configuration import Configuration, Override
from deploycheck.engine.gate import read_configuration
from deploycheck.model.finding import Problem


def laid_over(configuration: Configuration, settings: Mapping[str, Any]) -> Configuration:
    """Give the configuration with what the command line says on top."""
    env = settings.get("env")
    given = configuration.with_(
        select=_tuple(settings.get("select")),
        ignore=_tuple(settings.get("ignore")),
        fail_on=settings.get("fail_on"),
        strict=settings.get("strict"),
        env=(env,) if isinstance(env, str) else _tuple(env),
        validate=settings.get("validate"),
    )
    if not given.validate:
        return given
    openapi = {**given.options.get("openapi", {}), "validate": given.validate}
    return replace(given, options={**given.options, "openapi": openapi})


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


@dataclass(frozen=True, slots=True)
class Effective:
    """The settings that hold for one path."""

    configuration: Configuration
    overrides: tuple[Override, ...]
    problems: tuple[Problem, ...]


def effective(root: Path, path: str, environment: str) -> Effective:
    """Read the working tree's settings, and the overrides that apply to `path`."""
    with ExitStack() as stack:
        configuration, problems = read_configuration(working_snapshot(stack, root))
    overrides = configuration.matching(path.removeprefix("./"), None, environment)
    return Effective(configuration, overrides, tuple(problems))
