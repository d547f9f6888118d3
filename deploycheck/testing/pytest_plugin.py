"""Case files as pytest items: one for each case, and one for the rule, which must exist, fire and stay silent.

Settings in pytest's configuration: `deploycheck_cases`, folders of case files (default `cases` and `fixtures/rules`),
and `deploycheck_policies`, policy files or folders that every case is checked with (default: the `policies` of the
repository's own settings).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from deploycheck.hooks import Rule
from deploycheck.testing.casefile import Case, CaseError, CaseFile, read_cases
from deploycheck.testing.completeness import shortcomings
from deploycheck.testing.memory import MemorySnapshot
from deploycheck.testing.runner import find_rule, run_case

CASES = "deploycheck_cases"
POLICIES = "deploycheck_policies"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini(CASES, "folders that hold case files", type="linelist", default=["cases", "fixtures/rules"])
    parser.addini(POLICIES, "policy files or folders that cases are checked with", type="linelist", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the Markdown files of the folders that hold case files."""
    root = parent.config.rootpath
    folders = [root / folder for folder in parent.config.getini(CASES)]
    if file_path.suffix != ".md" or not any(file_path.is_relative_to(folder) for folder in folders):
        return None
    collector: pytest.Collector = CaseModule.from_parent(parent, path=file_path)
    return collector


def policy_files(config: pytest.Config) -> Mapping[str, str]:
    """Read the company's policies, by path from the root of its repository."""
    files: dict[str, str] = {}
    for place in config.getini(POLICIES) or _configured(config.rootpath):
        path = config.rootpath / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            files[file.relative_to(config.rootpath).as_posix()] = file.read_text(encoding="utf-8")
    return files


def _configured(root: Path) -> tuple[str, ...]:
    """Give the policies that the settings at the root name; settings that cannot be read are no business of tests."""
    from deploycheck.engine.configuration import FILES
    from deploycheck.engine.gate import read_configuration

    files = {name: (root / name).read_text("utf-8", "replace") for name in FILES if (root / name).is_file()}
    return read_configuration(MemorySnapshot(files))[0].policies


class CaseModule(pytest.File):
    """One case file."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give an item for the rule, then one for each case."""
        try:
            file = read_cases(self.path)
        except CaseError as error:
            raise self.CollectError(str(error)) from None
        policies = policy_files(self.config)
        yield RuleItem.from_parent(self, name=file.rule, file=file, policies=policies)
        for case in file.cases:
            yield CaseItem.from_parent(self, name=case.title, file=file, case=case, policies=policies)


class _Item(pytest.Item):
    """An item whose failure is a text, without a traceback of ours."""

    line = 1

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401  pytest's
        """Show the difference alone."""
        if isinstance(excinfo.value, CaseFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the case."""
        return self.path, self.line - 1, self.name


class CaseFailedError(AssertionError):
    """A case does not hold; the message says what differs."""


class CaseItem(_Item):
    """One case."""

    def __init__(self, *, file: CaseFile, case: Case, policies: Mapping[str, str], **rest: Any) -> None:  # noqa: ANN401  from_parent's
        super().__init__(**rest)
        self.file, self.case, self.policies = file, case, policies
        self.line = case.line

    def runtest(self) -> None:
        """Run the case and compare."""
        outcome = run_case(self.file, self.case, self.policies)
        if outcome.failure:
            raise CaseFailedError(outcome.failure)


class RuleItem(_Item):
    """One rule: it exists, has its page, a case that fires and one that stays silent."""

    def __init__(self, *, file: CaseFile, policies: Mapping[str, str], **rest: Any) -> None:  # noqa: ANN401  from_parent's
        super().__init__(**rest)
        self.file, self.policies = file, policies

    def runtest(self) -> None:
        """Look for what is missing."""
        rule: Rule | None = find_rule(self.file.rule, self.policies)
        missing = shortcomings(self.file, rule)
        if missing:
            raise CaseFailedError("\n".join(f"{self.file.path}: {text}" for text in missing))
