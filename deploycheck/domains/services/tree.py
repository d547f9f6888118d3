"""The files and folders of a snapshot by name, and what a path that a user wrote means in it."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import cached_property

MANIFEST = "deploycheck.yaml"
"""What a manifest is called, at the root or in a service's folder."""
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where the owners of paths are looked for; the first that exists counts."""
DOCKERFILE = "erfile"
"""What the path of every Dockerfile and Containerfile holds."""


class Tree:
    """The paths of a snapshot, excluded ones, too."""

    def __init__(self, paths: Collection[str]) -> None:
        self._files = paths

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self._files)

    def is_file(self, path: str) -> bool:
        """Whether a file has this path."""
        return path in self._files

    def is_folder(self, path: str) -> bool:
        """Whether files lie below this path; the root always counts."""
        return not path or any(True for _ in self.below(path))

    def below(self, folder: str) -> Iterable[str]:
        """Give the files in `folder` and deeper, sorted."""
        prefix = folder + "/" if folder else ""
        for index in range(bisect_left(self._paths, prefix), len(self._paths)):
            if not self._paths[index].startswith(prefix):
                return
            yield self._paths[index]

    def children(self, folder: str) -> frozenset[str]:
        """Give the paths of files and folders directly in `folder`."""
        start = len(folder) + 1 if folder else 0
        return frozenset(folder + "/" * bool(folder) + path[start:].partition("/")[0] for path in self.below(folder))


def resolve(folder: str, written: str) -> str | None:
    """Give the path from the root that `written` means in `folder`; None when it leaves the repository.

    A leading `/` is the root. The root itself is the empty text.
    """
    steps = [] if written.startswith("/") else [part for part in folder.split("/") if part]
    for part in written.split("/"):
        if part == "..":
            if not steps:
                return None
            steps.pop()
        elif part not in ("", "."):
            steps.append(part)
    return "/".join(steps)


def folder_of(path: str) -> str:
    """Give the folder in which a file lies; empty for the root."""
    return path.rpartition("/")[0]


def base_name(path: str) -> str:
    """Give the last part of a path."""
    return path.rpartition("/")[2]


def image_name(image: str) -> str:
    """Give the last part of an image's name, without tag and digest: `orders` of `registry:5000/shop/orders:v1`."""
    return base_name(image.partition("@")[0]).partition(":")[0]
