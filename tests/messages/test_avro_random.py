"""Random pairs of Avro schemas: fastavro reads what we call compatible, and fails on every witness of a *no*."""

import io
from collections import Counter
from random import Random

import fastavro
import pytest
from messages.avro_encoding import encoded
from messages.random_avro import Editor, Maker, Messages

from deploycheck.domains.messages.avro import parse, resolve
from deploycheck.domains.messages.avro.model import Ref

REFUSED = (fastavro.schema.SchemaParseException, fastavro.schema.UnknownType)
"""What fastavro says of a name without namespace that is used inside of one; we take it as Java's library does."""
QUICK = 1500
LONG = 100_000


class Judge:
    """fastavro, which writes nothing and reads what the tests' own encoder wrote."""

    def __init__(self, writer, reader):
        self.raw = writer
        self.writer, self.reader = fastavro.parse_schema(writer), fastavro.parse_schema(reader)

    def refuses(self, message):
        data = io.BytesIO(encoded(self.raw, message))
        try:
            fastavro.schemaless_reader(data, self.writer, self.reader)
        except Exception:  # noqa: BLE001  whatever it raises, it did not read the message
            return True
        return False


def pair(seed):
    """One schema and an edited copy, or two strangers."""
    random = Random(seed)  # noqa: S311  the same pairs every time
    maker = Maker(random)
    one = maker.schema()
    other = Editor(random, maker).edited(one) if random.random() < 0.9 else Maker(random).schema()
    return random, *((one, other) if random.random() < 0.5 else (other, one))


def known_deviation(found, writer, reader):
    """Where fastavro is known to read on: two named types of one name and different kinds, outside of a union."""
    if found.cause not in ("type", "branch"):
        return False
    words = found.text.replace(",", " ").split()
    names = [name for name in words if name in writer.names or name in reader.names]
    shared = {name.rpartition(".")[2] for name in names}
    return any(
        type(writer.names[one]) is not type(reader.names[other])
        for one in writer.names
        for other in reader.names
        if one.rpartition(".")[2] == other.rpartition(".")[2] and one.rpartition(".")[2] in shared
    )


def run(seeds):
    tally = Counter()
    for seed in seeds:
        random, writer, reader = pair(seed)
        ours, theirs = parse(writer), parse(reader)
        if ours.flaws or theirs.flaws:
            tally["no schemas"] += 1
            continue
        try:
            judge = Judge(writer, reader)
        except REFUSED:
            tally["not parsed by fastavro"] += 1
            continue
        found = resolve(ours, theirs)
        tally[found.verdict] += 1
        for one in found.breaks:
            tally["witnesses"] += 1
            if not judge.refuses(one.witness):
                tally["deviations"] += 1
                assert known_deviation(one, ours, theirs), (seed, one, writer, reader)
        if found.verdict == "compatible":
            for message in Messages(random, writer).some(4):
                tally["messages"] += 1
                assert not judge.refuses(message), (seed, message, writer, reader)
    return tally


def test_no_answer_is_refuted_by_fastavro():
    tally = run(range(QUICK))
    assert tally["compatible"] > QUICK / 3
    assert tally["incompatible"] > QUICK / 5
    assert tally["no schemas"] + tally["not parsed by fastavro"] < QUICK / 20


@pytest.mark.long
def test_no_answer_of_many_is_refuted_by_fastavro():
    tally = run(range(QUICK, QUICK + LONG))
    print(dict(tally))  # noqa: T201  the figures are the point
    assert tally["deviations"] < LONG / 1000


def test_every_schema_reads_itself():
    for seed in range(300):
        _, writer, _ = pair(seed)
        schema = parse(writer)
        if not schema.flaws:
            assert resolve(schema, schema).verdict == "compatible", writer


def test_a_witness_is_a_message_of_the_writer():
    """The tests' encoder takes it, and fastavro reads it back with the writer's own schema."""
    seen = 0
    for seed in range(600):
        _, writer, reader = pair(seed)
        ours, theirs = parse(writer), parse(reader)
        if ours.flaws or theirs.flaws or not isinstance(ours.root, Ref):
            continue
        try:
            same = Judge(writer, writer)
        except REFUSED:
            continue
        for one in resolve(ours, theirs).breaks:
            seen += 1
            assert not same.refuses(one.witness)
    assert seen > 100
