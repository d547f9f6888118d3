"""Column types of sqlglot trees; those that PostgreSQL has, too, get its names."""

from sqlglot import exp

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.names import Name

_SAME = {
    "INT": "int4",
    "BIGINT": "int8",
    "SMALLINT": "int2",
    "DECIMAL": "numeric",
    "DOUBLE": "float8",
    "FLOAT": "float4",
    "BOOLEAN": "bool",
    "CHAR": "bpchar",
    "NCHAR": "bpchar",
    "VARCHAR": "varchar",
    "TIMESTAMPTZ": "timestamptz",
    "TIMESTAMP": "timestamp",
    "TIMESTAMPNTZ": "timestamp",
    "TIMETZ": "timetz",
    "VARBINARY": "bytea",
    "BIGDECIMAL": "numeric",
    "INT4RANGE": "int4range",
    "SERIAL": "serial",
    "BIGSERIAL": "bigserial",
    "SMALLSERIAL": "smallserial",
}


def data_type(kind: exp.DataType | None) -> DataType:
    """Make the type that a tree names."""
    if kind is None:
        return DataType(Name("", "unknown"))
    if kind.this == exp.DataType.Type.ARRAY and kind.expressions:
        return data_type(kind.expressions[0]).array()
    if kind.this == exp.DataType.Type.USERDEFINED:
        written = kind.args.get("kind")
        return DataType(_own_name(written if isinstance(written, str) else str(written or "unknown")))
    word = kind.this.name if isinstance(kind.this, exp.DataType.Type) else str(kind.this)
    modifiers = tuple(str(part.this.name or part.this) for part in kind.find_all(exp.DataTypeParam))
    if word == "DECIMAL" and len(modifiers) == 1:
        modifiers = (*modifiers, "0")
    if word in {"CHAR", "NCHAR"} and not modifiers:
        modifiers = ("1",)
    return DataType(Name("", _SAME.get(word, word.lower())), modifiers)


def _own_name(text: str) -> Name:
    schema, _, name = text.lower().replace('"', "").rpartition(".")
    return Name(schema, name)
