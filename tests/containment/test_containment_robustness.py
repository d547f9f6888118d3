"""Hostile schemas: every one gets a verdict, nothing is raised and no memory eaten; `bench/hostile.py` times it."""

import resource

import pytest
from containment.keyword_cases import TEXT, WHOLE, arr, obj

from deploycheck.containment import compare

KILOBYTES = 500_000
IN_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
IN_PLACES = ("items", "not", "additionalProperties", "contains", "unevaluatedProperties", "propertyNames", "if")
ITSELF = {"$ref": "#/$defs/A"}


def within_bounds(sent, taken, sent_defs=None, taken_defs=None):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = compare(sent, taken, sender_defs=sent_defs, receiver_defs=taken_defs)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES
    return answer.verdict


def nested(word, levels, leaf):
    for _ in range(levels):
        leaf = (
            {word: [leaf]}
            if word in IN_LISTS
            else {"properties": {"a": leaf}}
            if word == "properties"
            else {word: leaf}
        )
    return leaf


def chain(length, link, leaf):
    return {f"D{at}": link({"$ref": f"#/$defs/D{at + 1}"}) for at in range(length)} | {f"D{length}": leaf}


@pytest.mark.parametrize("word", ["properties", *IN_LISTS, *IN_PLACES])
@pytest.mark.parametrize("levels", [95, 10_000])
def test_deep_nesting_is_no_yes(word, levels):
    verdict = within_bounds(nested(word, levels, TEXT), nested(word, levels, WHOLE))

    assert verdict == "unknown" if levels > 100 else verdict in ("unknown", "incompatible", "compatible")


@pytest.mark.parametrize(
    "link",
    [
        lambda following: following,
        lambda following: {"allOf": [following]},
        lambda following: {"anyOf": [following, {"type": "null"}]},
        lambda following: obj({"a": following}),
        lambda following: arr(items=following),
    ],
    ids=["reference", "allOf", "anyOf", "property", "item"],
)
def test_ten_thousand_definitions_in_a_chain_are_no_yes(link):
    start = {"$ref": "#/$defs/D0"}

    assert within_bounds(start, start, chain(10_000, link, TEXT), chain(10_000, link, WHOLE)) == "unknown"


@pytest.mark.parametrize(
    "cycle",
    [
        ITSELF,
        {"allOf": [ITSELF]},
        {"anyOf": [ITSELF]},
        {"oneOf": [ITSELF, TEXT]},
        {"not": ITSELF},
        {"if": ITSELF, "then": TEXT},
        {"dependentSchemas": {"a": ITSELF}},
        obj({"a": ITSELF}, required=["a"]),
        arr(items=ITSELF, minItems=1),
        arr(contains=ITSELF),
        arr(prefixItems=[ITSELF]),
        obj({}, additionalProperties=ITSELF, minProperties=2),
        obj({}, propertyNames=ITSELF),
        obj({}, patternProperties={"^a": ITSELF}),
        obj({"b": TEXT}, unevaluatedProperties=ITSELF),
        {"allOf": [{"$ref": "#/$defs/B"}]},
    ],
)
@pytest.mark.parametrize("other", [TEXT, obj({"a": TEXT}), {"not": {}}])
def test_every_cycle_of_references_ends(cycle, other):
    back = {"B": {"anyOf": [ITSELF, TEXT]}}

    for sent, taken in ((cycle, other), (other, cycle), (cycle, cycle)):
        answer = within_bounds(ITSELF, ITSELF, {"A": sent} | back, {"A": taken} | back | {"Unused": True})
        assert answer in (("compatible", "unknown") if sent is taken else ("compatible", "incompatible", "unknown"))


def tagged(at, value=TEXT):
    return obj({"k": {"const": f"k{at}"}, "v": value}, required=["k", "v"])


def test_a_value_dropped_from_ten_thousand_is_found():
    assert within_bounds({"enum": [*range(10_000)]}, {"enum": [*range(9_999)]}) == "incompatible"
    assert within_bounds({"enum": [*range(9_999)]}, {"enum": [*range(10_000)]}) == "compatible"


def test_a_branch_of_hundreds_is_found():
    branches = [tagged(at) for at in range(190)]

    assert within_bounds({"oneOf": branches}, {"oneOf": branches[:77] + branches[78:]}) == "incompatible"
    assert within_bounds({"oneOf": branches[1:]}, {"oneOf": branches[::-1]}) == "compatible"


@pytest.mark.parametrize("word", ["oneOf", "anyOf", "allOf"])
def test_ten_thousand_branches_are_no_yes(word):
    sent, taken = [tagged(at) for at in range(10_000)], [tagged(at, WHOLE) for at in range(10_000)]

    assert within_bounds({word: sent}, {word: taken}) == "unknown"


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("^(a+)+$", "^(a|aa)+b$"),
        ("(a|b)*a(a|b){20}", "(a|b)*b(a|b){20}"),
        ("^(a{1,1000}){1,1000}$", "^a{5}$"),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "^(a|a?)+$"),
        ("a" * 5_000, "b" * 5_000),
        ("(" * 5_000 + ")" * 5_000, "a"),
        ("^(" + "|".join(f"w{at}" for at in range(400)) + ")$", "^w[0-9]{1,2}$"),
        ("\\", "["),
    ],
)
def test_no_pattern_takes_the_time_of_a_catastrophe(sent, taken):
    bounds = {"minLength": 200, "maxLength": 900}

    assert within_bounds({"type": "string", "pattern": sent}, {"type": "string", "pattern": taken}) != "compatible"
    within_bounds({"type": "string", "pattern": sent} | bounds, {"type": "string", "pattern": taken})


@pytest.mark.parametrize(
    ("make", "few", "more"),
    [
        (lambda low: arr(minItems=low, items=arr(minItems=low, items=arr(minItems=low, items=TEXT))), 400, 401),
        (lambda low: obj({}, minProperties=low, additionalProperties=obj({}, minProperties=low)), 900, 901),
        (lambda low: arr(minItems=low, uniqueItems=True, items=WHOLE), 900, 901),
        (lambda low: TEXT | {"minLength": low}, 10**9, 10**9 + 1),
        (lambda low: arr(minItems=low), 10**9, 10**9 + 1),
        (lambda low: arr(contains=TEXT, minContains=low), 10**9, 10**9 + 1),
    ],
)
def test_large_counts_make_no_large_values(make, few, more):
    assert within_bounds(make(few), make(more)) in ("unknown", "incompatible")
    assert within_bounds(make(more), make(few)) == "compatible"


def test_combinations_of_unions_are_bounded():
    def product(value):
        rows = [
            [{"required": [f"a{row}{at}"], "properties": {f"a{row}{at}": value}} for at in range(6)] for row in range(8)
        ]
        return {"type": "object", "allOf": [{"anyOf": row} for row in rows]}

    assert within_bounds(product(TEXT), product(WHOLE)) in ("unknown", "incompatible")


def test_objects_of_thousands_of_properties_are_compared():
    names = [f"p{at}" for at in range(5_000)]
    before = obj(dict.fromkeys(names, TEXT))

    assert within_bounds(before, obj(dict.fromkeys(names, TEXT) | {"p2500": WHOLE})) == "incompatible"
    assert within_bounds(before, obj(dict.fromkeys(names, TEXT), additionalProperties=False)) == "compatible"


def test_parts_that_double_at_each_of_forty_steps_end():
    words = ["allOf", "anyOf"] * 20
    doubling = {f"D{at}": {word: [{"$ref": f"#/$defs/D{at + 1}"}] * 2} for at, word in enumerate(words)}

    assert (
        within_bounds(
            {"$ref": "#/$defs/D0"}, {"$ref": "#/$defs/D0"}, doubling | {"D40": TEXT}, doubling | {"D40": WHOLE}
        )
        != "compatible"
    )
