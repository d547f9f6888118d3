"""When the lines of a file were last changed, by `git blame`; and what it held before, by `git log`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from deploycheck.model.snapshot import PastContent, UnreadableError
from deploycheck.snapshots.git import GitError
from deploycheck.snapshots.objects import MissingObjectError
from deploycheck.snapshots.repository import Repository

_LINE_PARTS = (3, 4)
MOST_CONTENTS = 200
"""How many changes of one file are looked at; of a file that was changed more often the past counts as not known."""


class GitHistory:
    """Dates of the lines of one commit's files, or of a content that was made from it.

    `content` gives the bytes where they may differ from the commit's; lines that no commit has are left out.
    """

    def __init__(self, repository: Repository, commit: str, content: Callable[[str], bytes] | None = None) -> None:
        self._repository = repository
        self._commit = commit
        self._content = content
        self._known: dict[str, Mapping[int, date] | None] = {}
        self._contents: dict[str, tuple[PastContent, ...] | None] = {}

    def line_dates(self, path: str) -> Mapping[int, date] | None:
        """Give the UTC date of the commit that last changed each line, lines from 1.

        None where nobody knows: in a shallow clone, or for a file that the commit doesn't have.
        """
        if path not in self._known:
            self._known[path] = None if self._repository.shallow else self._blame(path)
        return self._known[path]

    def contents(self, path: str) -> tuple[PastContent, ...] | None:
        """Give the different contents of `path`, oldest first, as the first parents of the commit had them.

        Dates are UTC. None in a shallow clone, where a content can't be read, and beyond `MOST_CONTENTS` changes. A
        file that was renamed begins with its new name.
        """
        if path not in self._contents:
            self._contents[path] = None if self._repository.shallow else self._logged(path)
        return self._contents[path]

    def _logged(self, path: str) -> tuple[PastContent, ...] | None:
        options = ("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z")
        form = ("--format=%x01%H %ct", f"--max-count={MOST_CONTENTS + 1}")
        programs = ("--no-show-signature", "--no-ext-diff", "--no-textconv")  # a repository's settings may name some
        try:
            listed = self._repository.git.run(*options, *form, *programs, self._commit, "--", f":(literal,top){path}")
        except GitError:
            return None
        changes = list(_raw_changes(listed))
        if len(changes) > MOST_CONTENTS:
            return None
        found: list[PastContent] = []
        until: date | None = None
        for commit, day, object_id in changes:
            if object_id.strip("0"):
                try:
                    found.append(PastContent(commit, day, until, self._repository.objects.read(object_id)))
                except MissingObjectError:
                    return None
            until = day
        return tuple(reversed(found))

    def _blame(self, path: str) -> Mapping[int, date] | None:
        options = ("blame", "--porcelain", "--no-textconv", "--ignore-revs-file=")
        try:
            if self._content is None:
                listed = self._repository.git.run(*options, self._commit, "--", path)
            else:
                given = self._content(path)
                # Before git 2.41 a commit can't stand here; such contents are always made from HEAD, the default.
                listed = self._repository.git.run(*options, "--contents=-", "--", path, given=given, filters=True)
        except (GitError, UnreadableError):
            return None
        return _dates(listed)


def _dates(listed: bytes) -> dict[int, date]:
    """Read `git blame --porcelain`: a commit's details stand only where it is first named."""
    when: dict[bytes, date] = {}
    lines: dict[int, date] = {}
    commit, number = b"", 0
    for line in listed.split(b"\n"):
        if line.startswith(b"\t"):
            if commit in when:
                lines[number] = when[commit]
        elif line.startswith(b"committer-time "):
            if commit.strip(b"0"):
                when[commit] = datetime.fromtimestamp(int(line.split()[1]), UTC).date()
        elif len(parts := line.split(b" ")) in _LINE_PARTS and len(parts[0]) >= 40 and parts[2].isdigit():  # noqa: PLR2004 - an object id
            commit, number = parts[0], int(parts[2])
    return lines


def _raw_changes(listed: bytes) -> Iterator[tuple[str, date, str]]:
    """Read `git log --raw -z` of one path, newest first: commit, its day, and the object that it put there."""
    for entry in listed.split(b"\x01")[1:]:
        head, _, rest = entry.partition(b":")
        commit, _, seconds = head.strip(b"\0\n ").partition(b" ")
        parts = rest.split(b"\0", 1)[0].split(b" ")
        if len(parts) >= _RAW_PARTS and not parts[1].startswith((b"120000", b"160000")):
            yield commit.decode(), datetime.fromtimestamp(int(seconds), UTC).date(), parts[3].decode()


_RAW_PARTS = 5
