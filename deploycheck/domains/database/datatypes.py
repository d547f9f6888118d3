"""Column types, as PostgreSQL's format_type would print them."""

from deploycheck.domains.database.names import Name, words
from deploycheck.model.record import Record, replace

_SHOWN = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "char": '"char"',
    "varbit": "bit varying",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
}
_SHORT_NAMES = {
    "int": "int4",
    "integer": "int4",
    "smallint": "int2",
    "bigint": "int8",
    "decimal": "numeric",
    "boolean": "bool",
    "real": "float4",
}
_SERIALS = {
    "serial": "int4",
    "serial4": "int4",
    "bigserial": "int8",
    "serial8": "int8",
    "smallserial": "int2",
    "serial2": "int2",
}
_BUILT_IN = words(
    """int2 int4 int8 float4 float8 numeric bool text varchar bpchar char bytea date time timetz timestamp timestamptz
    interval uuid json jsonb jsonpath xml inet cidr macaddr macaddr8 bit varbit money point line lseg box path polygon
    circle tsvector tsquery oid name regclass regtype regproc regprocedure regoper regnamespace regrole regconfig
    regdictionary pg_lsn txid_snapshot pg_snapshot xid xid8 cid tid int4range int8range numrange tsrange tstzrange
    daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange record void trigger
    event_trigger anyelement anyarray anycompatible cstring internal unknown refcursor int2vector oidvector"""
)


class DataType(Record):
    """A type as a column has it.

    `name` is PostgreSQL's internal name for built-in types (`int4`) with schema "", else the user's type.
    `modifiers` are what stands in parentheses, with the fields of an interval first (`day to second`). `dimensions` is
    1 for arrays of any depth (the server doesn't tell them apart either), else 0.
    """

    name: Name
    modifiers: tuple[str, ...] = ()
    dimensions: int = 0

    @property
    def built_in(self) -> bool:
        """Whether it comes with the server."""
        return not self.name.schema and self.name.name in _BUILT_IN

    def element(self) -> "DataType":
        """Give the type without its array brackets."""
        return replace(self, dimensions=0)

    def array(self) -> "DataType":
        """Give the array type of this type."""
        return replace(self, dimensions=1)

    def __str__(self) -> str:
        shown = _SHOWN.get(self.name.name, self.name.name) if not self.name.schema else str(self.name)
        if shown == "character" and not self.modifiers:
            shown = "bpchar"
        if shown == "interval" and self.modifiers and not self.modifiers[0].isdecimal():
            precision = f"({self.modifiers[1]})" if len(self.modifiers) > 1 else ""
            shown = f"interval {self.modifiers[0]}{precision}"
        elif self.modifiers:
            head, gap, tail = shown.partition(" with" if shown.startswith("time") else "\0")
            shown = f"{head}({','.join(self.modifiers)}){gap.rstrip(chr(0))}{tail}"
        return shown + "[]" * self.dimensions


def built_in(name: str, *modifiers: str) -> DataType:
    """Make a type that comes with the server from its internal or its SQL name."""
    return DataType(Name("", _SHORT_NAMES.get(name, name)), modifiers)


def named(schema: str, name: str, modifiers: tuple[str, ...] = (), dimensions: int = 0) -> DataType:
    """Make the type that a statement names; `pg_catalog` is dropped, character(1) gets its implied length."""
    if schema in {"", "pg_catalog"} and name in _BUILT_IN:
        if name == "bpchar" and schema == "pg_catalog" and not modifiers:
            modifiers = ("1",)
        return DataType(Name("", name), modifiers, dimensions)
    return DataType(Name(schema, name), modifiers, dimensions)


def serial_type(kind: DataType) -> DataType | None:
    """Give the integer type behind `serial` and its like, None for every other type."""
    base = _SERIALS.get(kind.name.name) if not kind.name.schema and not kind.dimensions else None
    return built_in(base) if base else None
