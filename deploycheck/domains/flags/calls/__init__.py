"""Where code reads flags: Python by its syntax tree, other languages by the shape of the calls."""

from pathlib import PurePosixPath

from deploycheck.domains.flags.calls.patterns import calls_in_text
from deploycheck.domains.flags.calls.python import calls_in_python
from deploycheck.domains.flags.model import FlagCall

_TEST_FOLDERS = frozenset(("test", "tests", "__tests__", "spec", "specs", "testing", "e2e", "cypress", "testdata"))
_TEST_MARKS = ("_test.", ".test.", ".spec.", "_spec.", "Test.java", "Tests.cs", "Test.kt", "Tests.java")


def calls_in(path: str, data: bytes, service: str | None) -> tuple[FlagCall, ...]:
    """Give every call in a source file that reads a flag under a key that can be told."""
    text = data.decode("utf-8", "replace")
    test = is_test(path)
    if PurePosixPath(path).suffix in (".py", ".pyi"):
        found = calls_in_python(text, path, service, test=test)
        if found is not None:
            return found
    return calls_in_text(text, path, service, test=test)


def is_test(path: str) -> bool:
    """Whether a path is that of a test, by the habits of the languages we know."""
    parts = PurePosixPath(path).parts
    name = parts[-1] if parts else ""
    if not _TEST_FOLDERS.isdisjoint(parts[:-1]):
        return True
    return name.startswith("test_") or any(mark in name for mark in _TEST_MARKS)
