"""What a session remembers from one question must be true for the next."""

from containment.keyword_cases import TEXT, WHOLE, obj

from deploycheck.containment import Reading, Session, compare

LOOP = {"A": obj({"b": {"$ref": "#/$defs/B"}, "z": TEXT}), "B": obj({"a": {"$ref": "#/$defs/A"}})}
OTHER = {**LOOP, "A": obj({"b": {"$ref": "#/$defs/B"}, "z": WHOLE})}
A, B = {"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}


def test_a_proof_that_leaned_on_what_failed_is_forgotten():
    session = Session(LOOP, OTHER)

    assert session.request(A, A).verdict == "incompatible"
    assert [each.place for each in session.request(B, B).differences] == [("a", "z")]


def test_the_order_of_questions_changes_no_answer():
    one, other = Session(LOOP, OTHER), Session(LOOP, OTHER)
    first = one.request(A, A), one.request(B, B)
    second = other.request(B, B), other.request(A, A)

    assert first == tuple(reversed(second))


def test_the_two_readings_are_two_questions():
    sent, taken = obj({"a": TEXT}), obj({"a": TEXT}, additionalProperties=False)
    session = Session()

    closed, opened = session.request(sent, taken), session.request(sent, taken, Reading.OPEN)
    assert (closed.verdict, opened.verdict) == ("compatible", "incompatible")


def test_parts_of_the_same_text_are_told_each_at_its_own_place():
    sent, taken = (obj({"a": obj({"n": kind}), "b": obj({"n": kind})}) for kind in (TEXT, WHOLE))
    answer = Session().request(sent, taken)

    assert [(each.place, each.receiver_pointer) for each in answer.differences] == [
        (("a", "n"), "/properties/a/properties/n/type"),
        (("b", "n"), "/properties/b/properties/n/type"),
    ]


def test_a_part_of_a_conjunction_means_something_else_than_a_place_of_the_same_text():
    only_a = obj({"a": TEXT}, additionalProperties=False)
    sent = obj({"x": obj({"a": TEXT}), "y": {"allOf": [obj({"a": TEXT}), obj({"b": TEXT})]}})
    answer = Session().request(sent, obj({"x": only_a, "y": only_a}))

    assert {each.place for each in answer.differences} == {("y", "b")}


def test_what_lies_outside_one_place_may_lie_inside_another():
    number = {"type": "number"}
    session = Session({"S": obj({"n": number})})
    sent = obj({"x": {"$ref": "#/$defs/S"}, "y": {"$ref": "#/$defs/S"}})
    answer = session.request(sent, obj({"x": obj({"n": WHOLE}), "y": obj({"n": number, "m": TEXT})}))

    assert ([each.place for each in answer.differences], answer.undecided) == ([("x", "n")], ())


def test_what_cannot_be_read_is_no_obstacle_where_both_sides_have_it():
    unreadable = {"U": {"type": "string", "pattern": 5}}
    sent, taken = (obj({"u": {"$ref": "#/$defs/U"}, "n": kind}) for kind in (WHOLE, {"type": "number"}))

    assert Session(unreadable, unreadable).request(sent, taken).verdict == "compatible"
    assert Session(unreadable, unreadable).request(taken, sent).verdict == "unknown"


def test_bounds_of_whole_numbers_are_rounded_inward_without_help():
    beyond, from_three = WHOLE | {"exclusiveMinimum": 2.5}, WHOLE | {"minimum": 3}

    assert [compare(beyond, from_three).proof, compare(from_three, beyond).proof] == ["structural", "structural"]


def test_more_places_than_are_looked_at_are_no_silence():
    sent, taken = (obj({f"p{at}": kind for at in range(400)}) for kind in (TEXT, WHOLE))
    answer = compare(sent, taken)

    assert answer.verdict == "incompatible"
    assert len(answer.differences) < 400
    assert [(each.place, each.reason.partition(";")[0]) for each in answer.undecided] == [
        ((), "more places may differ than were looked at")
    ]


def test_a_hundred_places_are_told_one_by_one():
    sent, taken = (obj({f"p{at}": kind for at in range(100)}) for kind in (TEXT, WHOLE))
    answer = compare(sent, taken)

    assert len(answer.differences) == 100
    assert answer.undecided == ()


def test_a_listed_object_that_nobody_evaluates_is_not_sent_and_a_listed_text_is():
    sent = {"enum": ["a", {"b": 1}], "properties": {"c": True}, "unevaluatedProperties": False}

    assert compare(sent, {"enum": ["a"]}).proof == "structural"
    assert compare(sent, {"enum": [{"b": 1}]}).verdict == "incompatible"


def test_in_a_large_circle_what_differs_is_found_although_fewer_values_are_tried():
    def circle(listed):
        following = {f"D{at}": obj({"next": {"$ref": f"#/$defs/D{(at + 1) % 900}"}}) for at in range(900)}
        return following | {"D0": obj({"next": {"$ref": "#/$defs/D1"}, "kind": {"enum": listed}})}

    root = {"$ref": "#/$defs/D0"}
    answer = Session(circle(["a", "b"]), circle(["a"])).request(root, root)

    assert [(each.place, each.failing) for each in answer.differences] == [(("kind",), "b")]
