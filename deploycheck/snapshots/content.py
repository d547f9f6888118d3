"""Content ids and names, the same whatever the kind of snapshot."""

from typing import Literal

from deploycheck.model.snapshot import MAX_BYTES

Algorithm = Literal["sha1", "sha256"]

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_LFS_POINTER_BYTES = 1024


def blob_id(data: bytes, algorithm: Algorithm = "sha1") -> str:
    """Give the id that git gives this content."""
    import hashlib

    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def algorithm_of(object_id: str) -> Algorithm:
    """Give the algorithm behind an object id, by its length."""
    return "sha256" if len(object_id) > 40 else "sha1"  # noqa: PLR2004 - hex digits of SHA-1


def name_of(raw: bytes) -> str:
    r"""Give a path as text; bytes that aren't UTF-8 become `\xff`, so that every report can print them."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def too_big(size: int) -> str:
    """Give the reason why a file of `size` bytes isn't read; empty when it is."""
    mib = 1024 * 1024
    return f"it has {size // mib} MiB; files above {MAX_BYTES // mib} MiB aren't read" if size > MAX_BYTES else ""


def is_lfs_pointer(data: bytes) -> bool:
    """Whether git-lfs keeps the content elsewhere."""
    return len(data) <= _LFS_POINTER_BYTES and data.startswith(_LFS_POINTER)
