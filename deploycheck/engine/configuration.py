"""Settings: one file from the root of the snapshot, overrides by path, service, tier and environment."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from deploycheck.model.errors import SourceError
from deploycheck.model.record import Record, field, replace
from deploycheck.model.service import Service
from deploycheck.model.suggest import did_you_mean

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILES = ("deploycheck.toml", "pyproject.toml")
EXCLUDE = (".git/", "node_modules/", "vendor/", "testdata/", "fixtures/", "__snapshots__/")
SEVERITIES = ("error", "warning", "info", "off")
FAIL_ON = ("error", "warning", "info", "never")
SELECTORS = ("path", "service", "tier", "environment")


def ignore_spec(*patterns: str) -> "GitIgnoreSpec":
    """Read patterns as in .gitignore; raises ValueError for what is none."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


class Override(Record):
    """Settings for a part of the estate; every selector that is given must match."""

    path: str | None = None
    service: str | None = None
    tier: int | None = None
    environment: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fail_on: str | None = None
    strict: bool | None = None

    def applies(self, path: str, service: Service | None, environment: str) -> bool:
        """Whether it is meant for this place."""
        if self.path is not None and not ignore_spec(self.path).match_file(path):
            return False
        if self.service is not None and (service is None or service.name != self.service):
            return False
        if self.tier is not None and (service is None or service.tier != self.tier):
            return False
        return self.environment is None or self.environment == environment


class Configuration(Record):
    """The effective settings. `source` is the file they come from, empty for defaults alone."""

    source: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    strict: bool = False
    env: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    exclude: tuple[str, ...] = EXCLUDE
    severity: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    validate: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)

    def with_(self, **settings: Any) -> "Configuration":  # noqa: ANN401  any setting
        """Give these settings with some replaced; None leaves a setting alone."""
        given = {name: value for name, value in settings.items() if value is not None}
        origin = {**self.origin, **dict.fromkeys(given, "command line")}
        return replace(self, **given, origin=origin)

    def matching(self, path: str, service: Service | None, environment: str) -> tuple[Override, ...]:
        """Give the overrides that apply to a place, in order."""
        return tuple(override for override in self.overrides if override.applies(path, service, environment))


def find_configuration(files: Iterable[str]) -> str | None:
    """Name the configuration file among the paths at the root, if there is one."""
    present = set(files)
    return next((name for name in FILES if name in present), None)


def parse_configuration(data: bytes, path: str) -> Configuration | None:
    """Read settings; None for a pyproject.toml without a section of ours. Raises SourceError."""
    from deploycheck.documents.document import DocumentError
    from deploycheck.documents.toml import load_toml

    try:
        document = load_toml(data, path).value
    except DocumentError as error:
        raise SourceError(f"this is not TOML: {error.message}", path, error.line, error.column) from None
    if path.rpartition("/")[2] == "pyproject.toml":
        tools = document.get("tool", {})
        document = tools.get("deploycheck") if isinstance(tools, dict) else None
        if document is None:
            return None
    reader = _Reader(data.decode("utf-8", "replace"), path)
    return reader.configuration(reader.typed("deploycheck", document, dict, "a table of settings"))


class _Reader:
    """Checks names and types of settings, with the line where each stands."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = text.splitlines()
        self.path = path

    def configuration(self, table: Mapping[str, Any]) -> Configuration:
        known = ("select", "ignore", "fail-on", "strict", "env", "estate", "policies", "exclude", "severity", "options")
        self.only(table, (*known, "overrides", "validate"))
        settings: dict[str, Any] = {
            key.replace("-", "_"): self.value(key, value) for key, value in table.items() if key != "overrides"
        }
        overrides = table.get("overrides", [])
        if not isinstance(overrides, list) or not all(isinstance(item, dict) for item in overrides):
            raise self.wrong("overrides", "must be written as [[overrides]] tables")
        settings["overrides"] = tuple(self.override(item) for item in overrides)
        origin = dict.fromkeys(settings, self.path)
        return Configuration(source=self.path, origin=origin, **settings)

    def override(self, table: Mapping[str, Any]) -> Override:
        self.only(table, (*SELECTORS, "select", "ignore", "severity", "options", "fail-on", "strict"))
        if not any(key in table for key in SELECTORS):
            raise self.wrong("overrides", f"needs one of {', '.join(SELECTORS)}")
        settings = {key.replace("-", "_"): self.value(key, value) for key, value in table.items()}
        return Override(**settings)

    def value(self, key: str, value: Any) -> Any:  # noqa: ANN401  TOML
        match key:
            case "strict":
                return self.typed(key, value, bool, "true or false")
            case "tier":
                return self.typed(key, value, int, "a number")
            case "path":
                return self.patterns(key, [self.typed(key, value, str, "a text")])[0]
            case "exclude":
                return tuple(self.patterns(key, self.texts(key, value)))
            case "service" | "environment":
                return self.typed(key, value, str, "a text")
            case "fail-on":
                return self.one_of(key, value, FAIL_ON)
            case "validate":
                return self.one_of(key, value, ("fast", "full"))
            case "severity":
                self.typed(key, value, dict, "a table of rule names")
                return {name: self.one_of(key, level, SEVERITIES) for name, level in value.items()}
            case "options":
                self.typed(key, value, dict, "a table of rule names")
                return {name: self.typed(f"options.{name}", part, dict, "a table") for name, part in value.items()}
            case "env" if isinstance(value, str):
                return (value,)
            case _:
                return tuple(self.texts(key, value))

    def texts(self, key: str, value: Any) -> list[str]:  # noqa: ANN401  TOML
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "must be a list of texts")
        return value

    def patterns(self, key: str, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                ignore_spec(pattern)
            except ValueError:
                raise self.wrong(key, f"holds {pattern!r}, which is no pattern as in .gitignore") from None
        return patterns

    def typed(self, key: str, value: Any, kind: type, words: str) -> Any:  # noqa: ANN401  TOML
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, f"must be {words}")
        return value

    def one_of(self, key: str, value: Any, words: tuple[str, ...]) -> str:  # noqa: ANN401  TOML
        if value not in words:
            raise self.wrong(key, f"must be one of {', '.join(words)}{did_you_mean(str(value), words)}")
        return str(value)

    def only(self, table: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in table:
            if key not in set(known):
                raise self.wrong(key, f"is not a setting{did_you_mean(key, known)}")

    def wrong(self, key: str, what: str) -> SourceError:
        last = key.rpartition(".")[2]
        line = next((n for n, text in enumerate(self.lines, 1) if last in text.partition("=")[0].partition("#")[0]), 0)
        return SourceError(f"`{key}` {what}", self.path, line)
