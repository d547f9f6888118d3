"""Where files come from: a git ref, the index, the working tree, a folder, a single file."""

from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.resolve import Resolver, Sides

__all__ = ["Resolver", "Sides", "SnapshotError"]
