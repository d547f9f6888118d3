"""Effects on rows, locks and the session, and what was not understood."""

from dataclasses import dataclass
from typing import Literal

from deploycheck.domains.database.effects.parts import Effect, RelationKind
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.model import Query


@dataclass(frozen=True, slots=True)
class Truncate(Effect):
    """TRUNCATE of one table."""

    table: Name
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class Rebuild(Effect):
    """REINDEX, CLUSTER and VACUUM FULL (`command` in lower case) of one thing, or of everything when `name` is None."""

    command: str
    kind: RelationKind
    name: Name | None
    concurrently: bool = False


@dataclass(frozen=True, slots=True)
class LockTable(Effect):
    """LOCK TABLE; `mode` as in pg_locks, `ShareLock`."""

    table: Name
    mode: str


@dataclass(frozen=True, slots=True)
class RunQuery(Effect):
    """A statement that reads or writes rows.

    `conditional` when it stands in a branch or loop of a DO block.
    """

    query: Query
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Transaction(Effect):
    """BEGIN, COMMIT, ROLLBACK; savepoints are Other."""

    kind: Literal["begin", "commit", "rollback"]


@dataclass(frozen=True, slots=True)
class SetOption(Effect):
    """SET and RESET; `values` is empty for RESET and DEFAULT."""

    option: str
    values: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class Other(Effect):
    """Understood, and of no meaning to names, types and constraints: GRANT, COMMENT, CREATE EXTENSION."""

    kind: str
    table: Name | None = None


@dataclass(frozen=True, slots=True)
class Opaque(Effect):
    """What could not be understood, and why. Always a finding, never a silent pass.

    `names` are the identifiers in the text, lower case: whatever is called so has an unknown state afterwards;
    None when it may change anything.
    """

    text: str
    reason: str
    names: frozenset[str] | None = None
