"""Entry points of the installed distributions, as `importlib.metadata` gives them and at a tenth of what it costs.

It imports sixty modules and parses the whole description of a distribution to learn its name. Here only those whose
`entry_points.txt` names the group are looked at closer. Whatever is not a plain folder of `*.dist-info` (an egg, a
zip file, a finder of somebody's own) is left to `importlib.metadata`.
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache, reduce
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, NamedTuple

_KINDS = (".dist-info", ".egg-info")
_TARGET = re.compile(r"(?P<module>[\w.]+)\s*(:\s*(?P<attribute>[\w.]+)\s*)?(\[.*\]\s*)?$")


class Point(NamedTuple):
    """One entry point: what it names (`module` or `module:attribute`), and the distribution that says so."""

    name: str
    target: str
    distribution: str
    version: str

    @property
    def module(self) -> str:
        """The module that it names."""
        return self._parts()[0]

    def load(self) -> Any:  # noqa: ANN401  any plugin
        """Import what it names."""
        module, attribute = self._parts()
        return reduce(getattr, filter(None, attribute.split(".")), import_module(module))

    def _parts(self) -> tuple[str, str]:
        match = _TARGET.match(self.target)
        if match is None:
            raise ImportError(f"the entry point {self.name} of {self.distribution} names {self.target!r}, no module")
        return match["module"], match["attribute"] or ""


class _UncommonError(Exception):
    """Something is installed in a way that is left to `importlib.metadata`."""


def points(group: str) -> list[Point]:
    """Give the entry points of a group, in the order of the folders of `sys.path`; none is loaded."""
    try:
        return list(_plain(group))
    except _UncommonError:
        return list(_any(group))


def _any(group: str) -> Iterator[Point]:
    from importlib.metadata import entry_points

    for point in entry_points(group=group):
        if point.dist is not None:
            yield Point(point.name, point.value, point.dist.name, point.dist.version)


def _plain(group: str) -> Iterator[Point]:
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    if finders != [PathFinder]:
        raise _UncommonError
    seen: set[str] = set()
    for root in map(Path, sys.path):
        try:
            modified = root.stat().st_mtime_ns
        except OSError:
            continue
        for name, found in _distributions(root, modified, group):
            if name not in seen:
                seen.add(name)
                yield from found


@cache
def _distributions(root: Path, modified: int, group: str) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Give the normal name of each distribution in a folder, and its entry points of a group."""
    del modified  # a folder that was changed since is another one
    if root.suffix.lower() == ".egg" or root.is_file():
        raise _UncommonError
    try:
        with os.scandir(root) as children:
            names = [child.name for child in children if child.name.lower().endswith(_KINDS)]
    except OSError:
        return ()
    return tuple((_normal(name), tuple(_points_of(root / name, group))) for name in names)


def _normal(name: str) -> str:
    stem, dot, kind = name.rpartition(".")
    if dot + kind not in _KINDS:
        raise _UncommonError
    return re.sub(r"[-_.]+", "_", stem.partition("-")[0]).lower()


def _points_of(folder: Path, group: str) -> Iterator[Point]:
    text = _text(folder, "entry_points.txt")
    if group not in text:
        return
    section = name = version = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif section == group and not line.startswith("#"):
            if not name:
                name, version = _name_and_version(folder)
            key, _, target = map(str.strip, line.partition("="))
            yield Point(key, target, name, version)


def _name_and_version(folder: Path) -> tuple[str, str]:
    head = (_text(folder, "METADATA") or _text(folder, "PKG-INFO")).partition("\n\n")[0]
    name = re.search(r"^name:[ \t]*(.+)$", head, re.MULTILINE | re.IGNORECASE)
    version = re.search(r"^version:[ \t]*(.+)$", head, re.MULTILINE | re.IGNORECASE)
    if name is None or version is None:
        raise _UncommonError
    return name[1], version[1]


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError):
        return ""
