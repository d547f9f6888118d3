"""A repository to play with, untouched by the developer's own configuration."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, and a busy machine is no fault of the program.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


class Play:
    """A git repository in a temporary folder."""

    def __init__(self, root: Path):
        self.root = root

    def git(self, *arguments, env=None):
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=os.environ | (env or {}), capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    def write(self, **files):
        """Write files; in names `__` stands for `/` and `_` for a dot."""
        for name, text in files.items():
            place = self.root / name.replace("__", "/").replace("_", ".")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)

    def commit(self, message="more", when="2026-01-01T12:00:00Z", **files):
        """Write files, commit everything, and give the commit's id."""
        self.write(**files)
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "--quiet", "--allow-empty", "-m", message, env=dates)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def plain_git(monkeypatch, tmp_path):
    """Shield git from the developer's configuration, and from repositories around the temporary folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ann@example.org")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def play(tmp_path, plain_git):
    """Give an empty repository."""
    root = tmp_path / "play"
    root.mkdir()
    repository = Play(root)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository


@pytest.fixture
def clone(play, tmp_path):
    """Give a function that clones the repository with options."""

    def make(*options, name="clone"):
        subprocess.run(
            ["git", "clone", "--quiet", *options, play.root.as_uri(), str(tmp_path / name)],
            check=True,
            capture_output=True,
        )
        return Play(tmp_path / name)

    return make
