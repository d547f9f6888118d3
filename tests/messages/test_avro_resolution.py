"""Schema resolution, line by line of the specification."""

import pytest

from deploycheck.domains.messages.avro import parse, resolve


def record(*fields, name="R", **more):
    return {"type": "record", "name": name, "fields": list(fields), **more}


def field(name, type_, **more):
    return {"name": name, "type": type_, **more}


def enum(*symbols, name="E", **more):
    return {"type": "enum", "name": name, "symbols": list(symbols), **more}


def fixed(size, name="F", **more):
    return {"type": "fixed", "name": name, "size": size, **more}


def decimal(precision, scale, **more):
    return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale, **more}


def verdict(writer, reader):
    one, other = parse(writer), parse(reader)
    assert (one.flaws, other.flaws) == ((), ())
    return resolve(one, other).verdict


PROMOTED = {("int", "long"), ("int", "float"), ("int", "double"), ("long", "float"), ("long", "double"),
            ("float", "double"), ("string", "bytes"), ("bytes", "string")}  # fmt: skip
PRIMITIVES = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")


@pytest.mark.parametrize("reader", PRIMITIVES)
@pytest.mark.parametrize("writer", PRIMITIVES)
def test_primitives_are_promoted_as_the_specification_lists(writer, reader):
    expected = "compatible" if writer == reader or (writer, reader) in PROMOTED else "incompatible"
    assert verdict(writer, reader) == expected


TABLE = {
    "fields in another order": (record(field("a", "int"), field("b", "int")), record(field("b", "int"), field("a", "int")), "yes"),
    "a field that the reader ignores": (record(field("a", "int"), field("b", "int")), record(field("a", "int")), "yes"),
    "a field with a default": (record(field("a", "int")), record(field("a", "int"), field("b", "int", default=1)), "yes"),
    "a default that is null": (record(), record(field("b", ["null", "int"], default=None)), "yes"),
    "a field without a default": (record(field("a", "int")), record(field("a", "int"), field("b", "int")), "no"),
    "a field under an alias": (record(field("a", "int")), record(field("b", "int", aliases=["a"])), "yes"),
    "an alias that is a field, too": (
        record(field("a", "int")),
        record(field("a", "int"), field("b", "int", aliases=["a"], default=0)),
        "open",
    ),
    "another namespace": (record(field("a", "int"), namespace="x"), record(field("a", "int"), namespace="y"), "yes"),
    "another name": (record(field("a", "int")), record(field("a", "int"), name="S"), "no"),
    "another name with an alias": (record(field("a", "int")), record(field("a", "int"), name="S", aliases=["R"]), "yes"),
    "an alias in a namespace": (
        record(field("a", "int"), namespace="x"),
        record(field("a", "int"), name="S", namespace="y", aliases=["x.R"]),
        "yes",
    ),
    "an alias in the wrong namespace": (
        record(field("a", "int"), namespace="x"),
        record(field("a", "int"), name="S", namespace="y", aliases=["R"]),
        "no",
    ),
    "a symbol less": (enum("A", "B"), enum("A"), "no"),
    "a symbol less, with a default": (enum("A", "B"), enum("A", default="A"), "yes"),
    "a symbol more": (enum("A"), enum("A", "B"), "yes"),
    "symbols in another order": (enum("A", "B"), enum("B", "A"), "yes"),
    "an enum of another name": (enum("A"), enum("A", name="G"), "no"),
    "items promoted": ({"type": "array", "items": "int"}, {"type": "array", "items": "long"}, "yes"),
    "items that differ": ({"type": "array", "items": "int"}, {"type": "array", "items": "string"}, "no"),
    "values that differ": ({"type": "map", "values": "int"}, {"type": "map", "values": "boolean"}, "no"),
    "a map is no array": ({"type": "map", "values": "int"}, {"type": "array", "items": "int"}, "no"),
    "fixed of one size": (fixed(4), fixed(4), "yes"),
    "fixed of two sizes": (fixed(4), fixed(8), "no"),
    "fixed of another name": (fixed(4), fixed(4, name="G"), "no"),
    "fixed is no bytes": (fixed(4), "bytes", "no"),
    "a branch more": ("int", ["null", "int"], "yes"),
    "a branch less": (["null", "int"], "int", "no"),
    "a branch that takes it promoted": ("int", ["null", "double"], "yes"),
    "no branch for it": ("int", ["null", "string"], "no"),
    "unions in another order": (["null", "int"], ["int", "null"], "yes"),
    "a union of which the reader takes a part": (["null", "int", "string"], ["null", "int"], "no"),
    "a branch by the name of its record": (
        record(field("a", "int")),
        ["null", record(field("b", "int"), name="S"), record(field("a", "int"), name="R")],
        "yes",
    ),
    "decimals alike": (decimal(8, 2), decimal(8, 2), "yes"),
    "decimals of another scale": (decimal(8, 2), decimal(8, 3), "no"),
    "decimals of another precision": (decimal(8, 2), decimal(9, 2), "open"),
    "an invalid decimal is its bytes": (decimal(2, 8), decimal(8, 2), "yes"),
    "a decimal read as bytes": (decimal(8, 2), "bytes", "yes"),
    "an unknown logical type is ignored": ({"type": "int", "logicalType": "x"}, "int", "yes"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_rules_of_resolution(name):
    writer, reader, expected = TABLE[name]
    words = {"yes": "compatible", "no": "incompatible", "open": "unknown"}
    assert verdict(writer, reader) == words[expected]


def test_a_list_of_itself_ends():
    def chain(label):
        return record(field("value", label), field("next", ["null", "R"]))

    assert verdict(chain("int"), chain("long")) == "compatible"
    assert verdict(chain("long"), chain("int")) == "incompatible"


def test_nothing_breaks_where_nothing_can_be_written():
    endless = record(field("inner", "R"))
    assert verdict(endless, record(field("inner", "R"), field("more", "int"))) == "compatible"


def test_a_witness_reaches_the_failing_place():
    writer = parse(record(field("id", "string"), field("lines", {"type": "array", "items": ["null", enum("A", "B")]})))
    reader = parse(record(field("id", "string"), field("lines", {"type": "array", "items": ["null", enum("A")]})))
    (found,) = resolve(writer, reader).breaks

    assert (found.cause, found.place) == ("symbol", ("lines", "*"))
    assert found.witness == {"id": "", "lines": [{"E": "B"}]}
    assert found.inside == ("lines", "0", "E")
    assert found.reader == ("fields", 1, "type", "items", 1)


def test_a_missing_field_is_missing_in_its_record():
    (found,) = resolve(parse(record(field("id", "int"))), parse(record(field("id", "int"), field("n", "int")))).breaks
    assert (found.place, found.inside) == (("n",), ())


def test_the_first_branch_counts_where_libraries_agree_and_nobody_guesses_where_they_do_not():
    space = {"namespace": "x"}
    both = ["null", enum("A", name="E", namespace="y"), enum("A", "B", name="E", namespace="z")]
    assert verdict(enum("A", "B", **space), both) == "unknown"
    assert verdict(enum("A", **space), both) == "compatible"
    assert verdict(enum("A", "B", "C", **space), both) == "incompatible"


def test_another_logical_type_is_no_break_and_is_told():
    millis, micros = ({"type": "long", "logicalType": f"timestamp-{unit}"} for unit in ("millis", "micros"))
    found = resolve(parse(record(field("at", millis))), parse(record(field("at", micros))))
    assert found.verdict == "compatible"
    assert [(one.place, one.text) for one in found.shifts] == [
        (("at",), "timestamp-millis is written and timestamp-micros is read")
    ]
