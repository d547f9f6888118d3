"""New enum values that are used before they are committed."""

from deploycheck.api import AddEnumValue, CreateEnum, Effect, Findings, Pending, PlacedEffect, placed_finding, rule

COMMITTED_SINCE = 12


def _created_here(added: AddEnumValue, earlier: tuple[PlacedEffect[Effect], ...]) -> bool:
    return any(isinstance(one.effect, CreateEnum) and one.effect.type.name == added.type.name for one in earlier)


def _uses(other: PlacedEffect[Effect], added: AddEnumValue) -> bool:
    """Whether a statement writes the value as a literal where a column of the type is in reach."""
    if isinstance(other.effect, AddEnumValue) or f"'{added.value}'" not in other.statement.text:
        return False
    name = getattr(other.effect, "table", None) or getattr(getattr(other.effect, "query", None), "table", None)
    name = getattr(name, "name", None) if hasattr(name, "alias") else name
    table = other.before.relation(name) if name else None
    if table is None or table.columns is None:
        return f"'{added.value}'::{added.type}" in other.statement.text
    return any(column.type and column.type.name.name == added.type.name for column in table.columns)


@rule("enum-value-used-in-same-transaction", severity="error", since="0.1")
def enum_value_used_in_same_transaction(pending: Pending) -> Findings:
    """ALTER TYPE ... ADD VALUE, and the new value is used in the same transaction.

    ## Why it breaks
    PostgreSQL refuses it with "unsafe use of new value": a new value may be used only after its transaction has
    committed. Before PostgreSQL 12 the ALTER TYPE itself is refused inside a transaction.

    ## Do this instead
    Put ALTER TYPE ... ADD VALUE into a migration of its own, before the one that uses the value.
    """
    for group in pending.transactions():
        for number, placed in enumerate(group):
            effect = placed.effect
            if not isinstance(effect, AddEnumValue) or not placed.inside or _created_here(effect, group[:number]):
                continue
            if pending.version and pending.version < COMMITTED_SINCE:
                message = f"value {effect.value} is added to {effect.type} in a transaction, which this server refuses"
                yield placed_finding(pending, placed, effect.type, message)
                continue
            users = [other for other in group[number + 1 :] if _uses(other, effect)]
            if users:
                message = f"value {effect.value} of {effect.type} is used in the transaction that adds it"
                yield placed_finding(pending, users[0], effect.type, message)
