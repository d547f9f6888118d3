"""What `check` and `plan` take, the command line laid over the configuration file, and what holds for one path."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypedDict

from deploycheck.app.locating import Place, working_snapshot
from deploycheck.engine.configuration import Configuration, Override
from deploycheck.engine.gate import Trust, read_configuration
from deploycheck.engine.plugins import Registry
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record, replace
from deploycheck.model.report import FailOn

VERSION = "0.1.0"


class Settings(TypedDict, total=False):
    """What `check` and `plan` take beside base and head; the names are those of the command line.

    `root` is the folder to look for the repository in; `ci` the environment variables of a CI system, which the
    command line passes and a library user normally leaves out; `plugins` are plugin objects to register as well.
    `live` are further versions that may be serving. With `alone`, head stands for what runs where nothing says it.
    With `recorded_here` the record of what runs is the working tree's, whatever commit is asked about.
    `cache` is a folder for results, "" the user's own, None for none. `jobs` is how many processes may work, one if
    left out; it changes no answer.
    """

    root: str | Path
    env: str | Sequence[str] | None
    estate: Sequence[str | Path]
    select: Sequence[str] | None
    ignore: Sequence[str] | None
    fail_on: FailOn | None
    strict: bool | None
    all: bool
    waivers: bool
    policies: bool
    trust: Trust | None
    today: date | None
    validate: Literal["fast", "full"] | None
    paths: Sequence[str]
    ci: Mapping[str, str] | None
    plugins: Sequence[object]
    registry: Registry | None
    live: Sequence[Place]
    alone: bool
    recorded_here: bool
    cache: str | Path | None
    jobs: int | None


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
    more = {"validate": given.validate, "jobs": settings.get("jobs")}
    openapi = {**given.options.get("openapi", {}), **{name: value for name, value in more.items() if value}}
    return replace(given, options={**given.options, "openapi": openapi}) if openapi else given


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


class Effective(Record):
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
