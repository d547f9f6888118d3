"""Effects as short SQL, for messages."""

from functools import partial

from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropNotNull,
    DropTable,
    DropView,
    Effect,
    RenameColumn,
    RenameRelation,
    SetDefault,
    SetNotNull,
)

_WORDS = {"AlterColumnType": "ALTER COLUMN TYPE", "SetGenerated": "ALTER COLUMN GENERATED"}

_NAMED = ("table", "type", "index", "view", "sequence", "schema", "function", "extension", "name")
"""Where an effect holds the name of what it is about, first hit."""


def render(effect: Effect) -> str:
    """Spell an effect in SQL words; details that messages don't need are left out."""
    match effect:
        case AddColumn():
            return f"ALTER TABLE {effect.table} ADD COLUMN {effect.column.name} {effect.column.type}"
        case DropColumn():
            return f"ALTER TABLE {effect.table} DROP COLUMN {effect.column}"
        case RenameColumn():
            return f"ALTER TABLE {effect.table} RENAME COLUMN {effect.column} TO {effect.new_name}"
        case AlterColumnType():
            return f"ALTER TABLE {effect.table} ALTER COLUMN {effect.column} TYPE {effect.type}"
        case SetNotNull():
            return f"ALTER TABLE {effect.table} ALTER COLUMN {effect.column} SET NOT NULL"
        case DropNotNull():
            return f"ALTER TABLE {effect.table} ALTER COLUMN {effect.column} DROP NOT NULL"
        case SetDefault():
            return f"ALTER TABLE {effect.table} ALTER COLUMN {effect.column} SET DEFAULT {effect.default.text}"
        case AddConstraint():
            constraint = effect.constraint
            return f"ALTER TABLE {effect.table} ADD {constraint.kind.upper()} ({', '.join(constraint.columns)})"
        case DropConstraint():
            return f"ALTER TABLE {effect.table} DROP CONSTRAINT {effect.name}"
        case CreateIndex():
            unique = "UNIQUE " if effect.unique else ""
            return f"CREATE {unique}INDEX ON {effect.table} ({', '.join(effect.keys)})"
        case CreateTable():
            return f"CREATE TABLE {effect.table}"
        case DropTable():
            return f"DROP TABLE {effect.table}"
        case DropView():
            return f"DROP VIEW {effect.view}"
        case RenameRelation():
            return f"ALTER {effect.kind.upper()} {effect.name} RENAME TO {effect.new_name}"
        case _:
            return _plain(effect)


def _plain(effect: Effect) -> str:
    kind = type(effect).__name__
    words = _WORDS.get(kind) or "".join(f" {char}" if char.isupper() else char.upper() for char in kind).strip()
    named = next((value for value in map(partial(_name, effect), _NAMED) if value), "")
    return f"{words} {named}".strip()


def _name(effect: Effect, field: str) -> str:
    return str(getattr(effect, field, None) or "")
