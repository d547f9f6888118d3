"""Which files define flags, and which may read them."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from deploycheck.domains.flags.words import KeyFinder
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.errors import SourceError
from deploycheck.model.record import Record
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError

SUFFIXES: Final = (".json", ".yaml", ".yml", ".flagd")
MOST_BYTES: Final = 4 * 1024 * 1024
"""Longer source files are generated; nobody reads flags in them."""
MOST_DEFINITIONS: Final = 8 * 1024 * 1024
_DEPENDENCIES: Final = frozenset(
    (
        "package.json", "go.mod", "requirements.txt", "pyproject.toml", "pom.xml", "build.gradle", "build.gradle.kts",
        "Gemfile", "Cargo.toml", "composer.json", "mix.exs", "pubspec.yaml", "Package.swift", "setup.py",
    )
)  # fmt: skip
_DEPENDENCY_KINDS: Final = (".csproj", ".props")
_DEPENDENCY_ENDS: Final = (*_DEPENDENCIES, *_DEPENDENCY_KINDS)
_DEPENDENCY_SUFFIXES: Final = (
    ".json", ".mod", ".toml", ".xml", ".gradle", ".kts", ".exs", ".yaml", ".swift", ".py", *_DEPENDENCY_KINDS,
)  # fmt: skip
_DEPENDENCY_WORDS: Final = ("Gemfile", "requirements")
"""What the names of the other ones hold."""
_DEPENDENCY_MARKS: Final = (b"openfeature", b"open-feature", b"open_feature", b"OpenFeature", b"flagd")
_NO_SOURCE: Final = frozenset(
    (
        ".md", ".rst", ".txt", ".adoc", ".lock", ".lockb", ".sum", ".sql", ".json", ".toml", ".xml", ".csv",
        ".tsv", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".pdf", ".zip", ".gz", ".tgz", ".jar",
        ".woff", ".woff2", ".ttf", ".eot", ".mp4", ".mp3", ".wasm", ".pb", ".bin", ".exe", ".so", ".a", ".o",
        ".class", ".pyc", ".map", ".proto", ".css", ".scss", ".snap", ".parquet", ".avro", ".avsc", ".ipynb",
        ".pem", ".crt", ".key",
    )
)  # fmt: skip
_NO_SOURCE_NAMES: Final = frozenset(("CODEOWNERS", "CHANGELOG", "LICENSE", "pnpm-lock.yaml"))
_BINARY_WINDOW: Final = 4096


class Search(Record):
    """What makes a source file one that may read flags: declared keys, or marks of the functions that read them."""

    keys: frozenset[str]
    marks: tuple[bytes, ...]


class Recogniser:
    """Claims files, and remembers by content which of them it has looked through already."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Search], bool] = {}

    def claims(self, listing: Listing, estate: Estate) -> Iterator[Claim]:
        """Claim definitions wherever they lie; code only in an estate that has flags, or depends on an SDK."""
        definitions = dict(_definitions(listing))
        for path, kind in definitions.items():
            yield Claim(path, kind, estate.service_of(path))
        if not definitions and not _depends_on_sdk(listing):
            return
        from deploycheck.domains.flags.calls.functions import SCREENED, configured_calls

        names = (name.encode() for name in configured_calls(listing.options.get("flags", {})))
        search = Search(frozenset(_keys(listing, definitions)), (*SCREENED, *names))
        finder = KeyFinder(search.keys)
        for path in listing.paths:
            if path not in definitions and _may_be_source(path) and self._reads_flags(listing, path, search, finder):
                yield Claim(path, "flags:code", estate.service_of(path), weak=True)

    def _reads_flags(self, listing: Listing, path: str, search: Search, finder: KeyFinder) -> bool:
        entry = listing.entries.get(path)
        if entry is None or (entry.size or 0) > MOST_BYTES:
            return False
        known = self._known.get((entry.content_id, search))
        if known is None:
            known = _mentions(_read(listing, path), path, search.marks, finder)
            self._known[entry.content_id, search] = known
        return known


def _definitions(listing: Listing) -> Iterator[tuple[str, str]]:
    for path in listing.ending(*SUFFIXES):
        if path.endswith(SUFFIXES) and looks_like_definitions(path, data := _read(listing, path)):
            from deploycheck.domains.flags.definitions import definition_kind

            if kind := definition_kind(path, data):
                yield path, kind


def looks_like_definitions(path: str, data: bytes) -> bool:
    """Whether a file may define flags, as cheaply as that can be told."""
    if b"flags" not in data or len(data) > MOST_DEFINITIONS or PurePosixPath(path).suffix not in SUFFIXES:
        return False
    if b"flagd.dev/schema" in data or b"flag-manifest" in data:
        return True
    return b"variants" in data and (b"defaultVariant" in data or b"state" in data)


def _keys(listing: Listing, definitions: dict[str, str]) -> Iterator[str]:
    from deploycheck.domains.flags.definitions import load_definitions

    for path in definitions:
        try:
            found = load_definitions(_read(listing, path), path, None)
        except SourceError:
            continue  # loading it says why
        yield from (flag.key for flag in found.flags)
        yield from (call.key for call in found.calls)


def _depends_on_sdk(listing: Listing) -> bool:
    named = [path for path in listing.ending(*_DEPENDENCY_SUFFIXES) if path.endswith(_DEPENDENCY_ENDS)]
    for path in sorted({*named, *listing.holding(*_DEPENDENCY_WORDS)}):
        name = path.rpartition("/")[2]
        if name in _DEPENDENCIES or name.endswith(_DEPENDENCY_KINDS) or name.startswith("requirements"):
            data = _read(listing, path)
            if any(mark in data for mark in _DEPENDENCY_MARKS):
                return True
    return False


def _may_be_source(path: str) -> bool:
    name = path.rpartition("/")[2]
    return PurePosixPath(name).suffix not in _NO_SOURCE and name not in _NO_SOURCE_NAMES


def _mentions(data: bytes, path: str, marks: tuple[bytes, ...], finder: KeyFinder) -> bool:
    if len(data) > MOST_BYTES or b"\0" in data[:_BINARY_WINDOW]:
        return False
    if path.endswith((".yaml", ".yml")):
        return finder.any_in(data)  # it calls nothing
    return any(mark in data for mark in marks) or finder.any_in(data)


def _read(listing: Listing, path: str) -> bytes:
    try:
        return listing.read(path)
    except UnreadableError:
        return b""  # loading it, if anybody claims it, says why
