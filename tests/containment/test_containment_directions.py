"""Directions of travel, the second reading, cycles, vacuous proofs, and what a witness tells."""

import pytest
from containment.keyword_cases import TEXT, WHOLE, arr, obj

from deploycheck.containment import Reading, Session, compare, second_prover
from deploycheck.containment.nodes import Node

READ_ONLY, WRITE_ONLY = TEXT | {"readOnly": True}, TEXT | {"writeOnly": True}
ITSELF = {"$ref": "#/$defs/A"}


def told(answer):
    return answer.verdict, {(each.place, each.keyword) for each in answer.differences}


@pytest.mark.parametrize(
    ("sent", "taken", "direction", "expected"),
    [
        (obj({"a": READ_ONLY}, required=["a"]), obj({"a": WHOLE}), "request", ("compatible", set())),
        (obj({"a": READ_ONLY}, required=["a"]), obj({"a": WHOLE}), "response", ("incompatible", {(("a",), "type")})),
        (obj(), obj({"a": READ_ONLY}, required=["a"]), "request", ("compatible", set())),
        (obj({"b": TEXT}), obj({"a": TEXT}, required=["a"]), "request", ("incompatible", {(("a",), "required")})),
        (obj({"a": WRITE_ONLY}), obj({"a": WHOLE}), "response", ("compatible", set())),
        (obj({"a": WRITE_ONLY}), obj({"a": WHOLE}), "request", ("incompatible", {(("a",), "type")})),
        (obj({"a": WRITE_ONLY}, required=["a"]), obj({"a": TEXT}, required=["a"]), "response", ("incompatible", {(("a",), "required")})),
        (obj({"a": READ_ONLY}, required=["a"]), obj({"a": TEXT}, required=["a"]), "request", ("incompatible", {(("a",), "required")})),
        (obj({"a": TEXT}), obj({"a": READ_ONLY | WHOLE}), "request", ("compatible", set())),
        (obj({"a": {"allOf": [READ_ONLY]}}), obj({"a": WHOLE}), "request", ("compatible", set())),
        ({"allOf": [obj({"a": READ_ONLY}), obj(required=["a"])]}, obj({"a": WHOLE}), "request", ("compatible", set())),
    ],
)  # fmt: skip
def test_a_name_that_does_not_travel_is_absent(sent, taken, direction, expected):
    assert told(compare(sent, taken, direction=direction)) == expected


def test_requests_go_from_base_to_head_and_responses_back():
    session = Session({"A": TEXT}, {"A": {"type": ["string", "null"]}})

    assert session.request(ITSELF, ITSELF).verdict == "compatible"
    assert session.response(ITSELF, ITSELF).verdict == "incompatible"


def test_the_open_reading_shows_names_that_are_rejected_now():
    before, after = obj({"a": TEXT}), obj({"a": TEXT}, additionalProperties=False)

    assert compare(before, after).verdict == "compatible"
    opened = compare(before, after, reading=Reading.OPEN)
    assert opened.verdict == "incompatible"
    assert {each.keyword for each in opened.differences} == {"additionalProperties"}
    assert len(opened.differences) == 1


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ({"allOf": [ITSELF, TEXT]}, TEXT, "compatible"),
        ({"allOf": [ITSELF, TEXT]}, WHOLE, "incompatible"),
        ({"anyOf": [ITSELF, TEXT]}, TEXT, "compatible"),
        ({"anyOf": [ITSELF, TEXT]}, WHOLE, "incompatible"),
        (TEXT, {"anyOf": [ITSELF, WHOLE]}, "incompatible"),
        ({"not": ITSELF}, TEXT, "unknown"),
        ({"if": TEXT, "then": ITSELF}, TEXT, "unknown"),
        (obj({"a": TEXT, "next": ITSELF}), obj({"a": TEXT, "b": TEXT, "next": ITSELF}), "compatible"),
        (obj({"a": TEXT, "next": ITSELF}), obj({"a": TEXT, "next": ITSELF}, required=["a"]), "incompatible"),
        (arr(items=ITSELF), arr(items=ITSELF, maxItems=3), "incompatible"),
        (arr(items=ITSELF, maxItems=3), arr(items=ITSELF), "compatible"),
    ],
)
def test_definitions_may_contain_themselves(before, after, verdict):
    assert compare(ITSELF, ITSELF, sender_defs={"A": before}, receiver_defs={"A": after}).verdict == verdict


def test_two_definitions_that_need_each_other_are_compared_as_a_whole():
    before = {"A": obj({"b": {"$ref": "#/$defs/B"}}), "B": obj({"a": ITSELF, "n": WHOLE})}
    after = {"A": before["A"], "B": obj({"a": ITSELF, "n": TEXT})}

    answer = compare(ITSELF, ITSELF, sender_defs=before, receiver_defs=after)

    assert answer.verdict == "incompatible"
    assert {each.receiver_pointer for each in answer.differences} == {"/$defs/B/properties/n/type"}
    assert {"b": {"n": 0}} in [each.witness for each in answer.differences if each.place == ("b", "n")]


@pytest.mark.parametrize(
    "empty",
    [
        {"allOf": [TEXT, WHOLE]},
        WHOLE | {"minimum": 3, "maximum": 2},
        WHOLE | {"exclusiveMinimum": 2, "exclusiveMaximum": 3},
        TEXT | {"minLength": 3, "maxLength": 2},
        TEXT | {"pattern": "^a$", "minLength": 2},
        arr(items=TEXT, contains=WHOLE),
        arr(maxItems=1, contains=TEXT, minContains=2),
        arr(items=False, minItems=1),
        obj({"a": False}, required=["a"]),
        obj({"a": TEXT}, additionalProperties=False, minProperties=2),
        obj({}, required=["a", "b"], maxProperties=1),
        obj({}, required=["a"], propertyNames={"enum": ["b"]}),
        {"enum": []},
        {"not": {}},
        False,
    ],
)
def test_a_proof_about_nothing_says_so(empty):
    answer = compare(empty, {"const": "x"})

    assert (answer.verdict, answer.vacuous) == ("compatible", True)
    assert Session().unsatisfiable(empty, side="head")


@pytest.mark.parametrize("full", [TEXT, obj({"a": False}), arr(items=False), WHOLE | {"minimum": 3, "maximum": 3}])
def test_a_schema_with_values_is_not_called_empty(full):
    assert not compare(full, {}).vacuous
    assert not Session().unsatisfiable(full, side="head")


def test_a_witness_tells_where_each_side_speaks():
    before = {"Pet": obj({"tags": arr(items=TEXT)})}
    after = {"Pet": obj({"tags": arr(items=TEXT | {"maxLength": 2})})}

    (difference,) = compare(
        {"$ref": "#/$defs/Pet"}, {"$ref": "#/$defs/Pet"}, sender_defs=before, receiver_defs=after
    ).differences

    assert difference.place == ("tags", "*")
    assert difference.keyword == "maxLength"
    assert difference.sender_pointer == "/$defs/Pet/properties/tags/items"
    assert difference.receiver_pointer == "/$defs/Pet/properties/tags/items/maxLength"
    assert difference.witness == {"tags": [difference.failing]}
    assert len(difference.failing) == 3


def test_a_witness_that_fails_by_format_alone_says_so():
    by_format = compare(TEXT, TEXT | {"format": "date"}).differences
    by_more = compare(TEXT, TEXT | {"minLength": 1}).differences

    assert [each.only_format for each in (*by_format, *by_more)] == [True, False]


def test_all_listed_values_that_are_rejected_are_told():
    (difference,) = compare({"enum": ["a", "b", "c", "d"]}, {"enum": ["a"]}).differences

    assert {difference.failing, *difference.rejected} == {"b", "c", "d"}


def test_values_of_the_author_are_tried():
    secret = TEXT | {"pattern": "^(?=.*Q7$)K", "minLength": 5}

    assert compare(secret, WHOLE).verdict == "unknown"
    (difference,) = compare(secret | {"example": "K-9Q7"}, WHOLE).differences
    assert difference.witness == "K-9Q7"


def test_doubt_stands_beside_a_witness():
    doubtful = obj({"a": TEXT | {"pattern": "^(?=aaa)a$"}, "b": TEXT})
    answer = compare(doubtful, obj({"a": TEXT | {"minLength": 2}, "b": WHOLE}))

    assert told(answer) == ("incompatible", {(("b",), "type")})
    assert [(each.place, each.keyword) for each in answer.undecided] == [(("a",), "minLength")]


@pytest.mark.parametrize(
    ("sent", "taken", "covered"),
    [
        (TEXT, TEXT | {"format": "uuid"}, False),
        (TEXT | {"format": "uuid"}, TEXT, True),
        (obj({"a": TEXT}, required=["a"]), obj({"a": TEXT | {"format": "ipv4"}}), False),
    ],
)
def test_the_second_prover_asserts_formats(sent, taken, covered):
    sender, receiver = ((Node(schema, None),) for schema in (sent, taken))
    assert second_prover.covered(sender, receiver) is covered
