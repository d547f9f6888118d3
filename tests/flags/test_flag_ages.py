"""How old a definition is, by the history of its lines."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from deploycheck.app import check


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> None:
    moment = f"{day}T12:00:00+00:00"
    environment = {
        "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/bin:/bin",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
    }  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def flags(default: str, other: str = '"on"') -> str:
    return (
        'flags:\n  one:\n    state: ENABLED\n    variants: {"on": true, "off": false}\n'
        f'    defaultVariant: {default}\n  two:\n    state: ENABLED\n    variants: {{"on": true, "off": false}}\n'
        f"    defaultVariant: {other}\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two flags from January; the second one was changed in March."""
    git(tmp_path, "init", "-q", "-b", "main")
    for day, text in (("2026-01-01", flags('"off"')), ("2026-03-01", flags('"off"', '"off"'))):
        (tmp_path / "flags.yaml").write_text(text)
        git(tmp_path, "add", ".", day=day)
        git(tmp_path, "commit", "-qm", "flags", day=day)
    return tmp_path


def stale(folder: Path, today: date, head: str = "git:main") -> dict[str, str]:
    report = check("git:main~1", head, root=folder, today=today, select=["flag-stale"], cache=None)
    return {finding.subject: finding.message for finding in report.findings if finding.status != "fixed"}


def test_each_flag_has_the_age_of_its_own_lines(repository: Path) -> None:
    found = stale(repository, date(2026, 3, 15))

    assert found == {
        "one": "flag one serves `off` to everybody and has not changed for 73 days; flags of its kind live 40"
    }


def test_both_are_stale_in_the_end(repository: Path) -> None:
    assert set(stale(repository, date(2026, 4, 11))) == {"one", "two"}
    assert set(stale(repository, date(2026, 4, 10))) == {"one"}


def test_what_was_edited_and_not_committed_is_no_older_than_that(repository: Path) -> None:
    (repository / "flags.yaml").write_text(flags('"on"', '"off"'))

    found = stale(repository, date(2026, 6, 1), head="worktree")
    assert set(found) == {"one", "two"}, "the other lines of the flag keep their dates"


def test_a_folder_has_no_history_and_nothing_is_said(repository: Path) -> None:
    found = check("git:main", f"dir:{repository}", root=repository, today=date(2027, 1, 1), select=["flag-stale"])

    assert found.findings == () or {finding.status for finding in found.findings} == {"fixed"}


def test_a_birthday_counts_where_it_is_later_than_the_lines(repository: Path) -> None:
    born = flags('"off"').replace(
        '    defaultVariant: "off"\n', '    defaultVariant: "off"\n    metadata: {created: 2026-05-01}\n'
    )
    (repository / "flags.yaml").write_text(born)
    git(repository, "commit", "-qam", "born", day="2026-02-01")

    assert set(stale(repository, date(2026, 6, 1))) == {"two"}
