"""Where a naive reading of sections 1, 2, 3 and 8 of the containment design goes wrong; rows as in `keyword_cases`."""

from containment.keyword_cases import NO, NUMBER, TEXT, UNKNOWN, WHOLE, YES, arr, obj, text

A, B, C = obj({"a": TEXT}), obj({"b": TEXT}), obj({"c": TEXT})
CLOSED_A = obj({"a": TEXT}, additionalProperties=False)
ONLY_A, A_AND_B = {"enum": ["a"]}, {"enum": ["a", "b"]}
MANY = [f"value {number}" for number in range(60)]
LISTED = obj({"t": {"enum": [f"listed {number}" for number in range(60)]}, "x": TEXT}, additionalProperties=False)
SHORTER = obj({"t": {"enum": [f"listed {number}" for number in range(59)]}, "x": TEXT}, additionalProperties=False)
BRANCHES = {"anyOf": [A, B]}

CLOSING = [
    # the names of all parts together, not of each part alone
    ({"allOf": [A, B]}, obj({"a": TEXT, "b": TEXT}, additionalProperties=False), YES, ""),
    ({"allOf": [A, B]}, CLOSED_A, NO, "b:additionalProperties"),
    ({"allOf": [A, B]}, obj({"b": WHOLE}), NO, "b:type"),
    # a union sends the names of its branches and of what surrounds it
    (BRANCHES, obj({}, propertyNames=A_AND_B), YES, ""),
    (BRANCHES, obj({}, propertyNames=ONLY_A), NO, ":enum"),
    (BRANCHES | obj({"c": TEXT}), obj({"a": TEXT, "b": TEXT, "c": TEXT}, additionalProperties=False), YES, ""),
    (obj({"a": TEXT, "b": TEXT}, anyOf=[{"required": ["a"]}, {"required": ["b"]}]), obj({}, propertyNames=A_AND_B), YES, ""),
    ({"anyOf": [{"type": "object"}, A]}, CLOSED_A, NO, "a:type undeclared:additionalProperties"),
    (obj({"a": TEXT}, anyOf=[{"type": "object"}, A]), CLOSED_A, YES, ""),
    # an explicit word governs, wherever it stands
    ({"allOf": [A, {"additionalProperties": True}]}, CLOSED_A, NO, "undeclared:additionalProperties"),
    (obj({"a": TEXT}, unevaluatedProperties=TEXT), obj({}, additionalProperties=TEXT), YES, ""),
    (obj({"a": TEXT}, unevaluatedProperties=TEXT), obj({"b": WHOLE}), NO, "b:type"),
    (obj({}, additionalProperties=WHOLE, required=["a"]), obj({"a": TEXT}), NO, "a:type"),
    # free-form objects stay open
    (obj(), obj({"a": TEXT}), NO, "a:type"),
    ({}, A, NO, ":type a:type"),
    (obj({"a": obj()}), obj({"a": obj({"b": TEXT})}), NO, "a/b:type"),
    # a name that is only required counts as declared with any value
    (obj(required=["a"]), obj({"a": TEXT}), NO, "a:type"),
    (obj(required=["a"]), obj({}, propertyNames=ONLY_A), YES, ""),
    (obj({"a": TEXT}), obj({}, required=["b"], additionalProperties=TEXT), NO, "b:required"),
    # questions are never closed
    (obj({"a": TEXT, "b": TEXT}), {"not": obj({"a": TEXT}, required=["a"])}, NO, ":not"),
    (obj({"a": TEXT, "b": TEXT}, required=["a"]), {"if": A, "then": {"required": ["a"]}}, YES, ""),
    (obj({"a": TEXT}, **{"not": obj({"b": TEXT}, required=["b"])}), CLOSED_A, YES, ""),
    (arr(contains=A, items=obj({"a": TEXT, "b": TEXT})), arr(contains=A), YES, ""),
    # every place is closed on its own
    (arr(items=A), arr(items=CLOSED_A), YES, ""),
    (obj({"x": A}), obj({"x": CLOSED_A}), YES, ""),
    (obj({}, additionalProperties=A), obj({}, additionalProperties=CLOSED_A), YES, ""),
    (obj({"x": A}), obj({"x": B}), YES, ""),
    # through a condition
    (obj({"a": TEXT}, **{"if": {"required": ["a"]}, "then": {"properties": {"b": TEXT}}}), obj({}, propertyNames=A_AND_B), YES, ""),
    (obj({"a": TEXT}, dependentSchemas={"a": {"properties": {"b": TEXT}}}), obj({"b": WHOLE}), NO, "b:type"),
    # patternProperties declare
    (obj({}, patternProperties={"^x-": TEXT}), obj({}, patternProperties={"^x-": TEXT}, additionalProperties=False), YES, ""),
]  # fmt: skip
UNIONS = [
    # oneOf is read as anyOf on both sides
    ({"oneOf": [A, B]}, {"anyOf": [A, B]}, YES, ""),
    ({"oneOf": [A, A]}, WHOLE, NO, ":type"),
    (A, {"oneOf": [A, obj()]}, YES, ""),
    ({"oneOf": [obj({"a": arr(maxItems=10)}), obj({"b": TEXT})]}, {"oneOf": [obj({"a": arr(maxItems=5)}, additionalProperties=False), B]},
     YES, ""),
    # a listed value is evaluated by nobody, too
    ({"enum": [{"a": 1}, 2]}, {"enum": [{"a": 1}, 2], "unevaluatedProperties": False}, NO, "a:unevaluatedProperties"),
    ({"enum": [[1], 2]}, {"enum": [[1], 2], "unevaluatedItems": False}, NO, ":unevaluatedItems"),
    ({"enum": [{"a": 1}, 2]}, {"enum": [{"a": 1}, 2], "properties": {"a": WHOLE}, "unevaluatedProperties": False}, YES, ""),
    # the branch that was meant is asked first, however many there are
    ({"anyOf": [obj({"t": {"const": word}, word: TEXT}, additionalProperties=False) for word in MANY[:20]] + [LISTED]},
     {"anyOf": [obj({"t": {"const": word}, word: TEXT}, additionalProperties=False) for word in MANY[:20]] + [SHORTER]},
     NO, ":anyOf"),
    # a value of a long list may move to another branch
    (obj({"a": {"enum": MANY}, "b": TEXT}), {"anyOf": [obj({"a": {"enum": MANY[1:]}, "b": TEXT}), obj({"a": {"enum": MANY[:1]}, "b": TEXT},
     required=["a"])]}, YES, ""),
    (obj({"a": {"enum": MANY}, "b": TEXT}), {"anyOf": [obj({"a": {"enum": MANY[1:]}, "b": TEXT}), obj({"a": {"enum": MANY[:1]}, "b": WHOLE},
     required=["a"])]}, NO, "b:type"),
    # one cause is told where it is, and not once more for the union around it
    ({"anyOf": [obj({"a": {"enum": ["a", "b"]}}), obj({"b": arr(items={"enum": ["a", "b"]})})]},
     {"anyOf": [obj({"a": {"enum": ["a"]}}, required=["a"]), obj({"b": arr(items={"enum": ["a"]})}, required=["b"])]},
     NO, ":anyOf a:enum b/*:enum"),
    ({"anyOf": [obj({"a": {"enum": ["a", "b"]}}, required=["a"]), obj({"b": arr(items={"enum": ["a", "b"]})}, required=["b"])]},
     {"anyOf": [obj({"a": {"enum": ["a"]}}, required=["a"]), obj({"b": arr(items={"enum": ["a"]})}, required=["b"])]},
     NO, "a:enum b/*:enum"),
    # but not below a question
    (WHOLE, {"not": {"oneOf": [WHOLE, NUMBER]}}, YES, ""),
    (WHOLE, {"not": {"anyOf": [WHOLE, NUMBER]}}, NO, ":not"),
]  # fmt: skip
HONEST = [
    (text(pattern="["), text(pattern="^a$"), UNKNOWN, ":pattern"),
    (text(pattern="a{,2}"), WHOLE, UNKNOWN, ":type"),
    (text(pattern=r"\p{L}"), text(pattern="^.*$"), UNKNOWN, ":pattern"),
    (text(pattern="^(?=aaa)a$"), text(minLength=2), UNKNOWN, ":minLength"),
    ({"type": "int"}, WHOLE, UNKNOWN, ":type"),
    ({"$dynamicRef": "#x"}, WHOLE, UNKNOWN, ":$dynamicRef"),
    ({"$ref": "#/$defs/Nowhere"}, WHOLE, UNKNOWN, ":$ref"),
    ({"$ref": "https://example.com/schema"}, WHOLE, UNKNOWN, ":$ref"),
    (WHOLE | {"minimum": "3"}, WHOLE, UNKNOWN, ":minimum"),
    (WHOLE | {"minimum": True}, WHOLE, UNKNOWN, ":minimum"),
    (NUMBER | {"maximum": float("nan")}, NUMBER, UNKNOWN, ":maximum"),
    (NUMBER | {"maximum": float("inf")}, NUMBER, UNKNOWN, ":maximum"),
    ({"enum": [float("nan")]}, NUMBER, UNKNOWN, ":enum"),
    ({"const": float("inf")}, NUMBER, UNKNOWN, ":const"),
    (NUMBER | {"multipleOf": 0}, NUMBER, UNKNOWN, ":multipleOf"),
    (text(minLength=-1), TEXT, UNKNOWN, ":minLength"),
    (obj(required=True), obj(), UNKNOWN, ":required"),
    (obj({"a": None}), obj(), UNKNOWN, ":"),
    ({"properties": []}, obj(), UNKNOWN, ":properties"),
    ({"items": [TEXT]}, obj(), UNKNOWN, ":"),
    ({"anyOf": "x"}, obj(), UNKNOWN, ":anyOf"),
    ([], TEXT, UNKNOWN, ":"),
    (None, TEXT, UNKNOWN, ":"),
]  # fmt: skip
VALUES = [
    ({"enum": [{"$ref": "#/$defs/X"}]}, {"type": "array"}, NO, ":type"),
    ({"const": {"$ref": "#/$defs/X"}}, obj(), YES, ""),
    (obj({"$ref": TEXT}), obj({"$ref": WHOLE}), NO, "$ref:type"),
    (obj({"a": TEXT}, example={"$ref": "#/$defs/X"}), obj({"a": WHOLE}), NO, "a:type"),
    (WHOLE | {"example": 10**5000}, WHOLE | {"maximum": 3}, NO, ":maximum"),
    ({"enum": [1, "1", True, None, [], {}]}, {"enum": [1, "1", None, [], {}]}, NO, ":enum"),
    (NUMBER | {"maximum": 1e300}, NUMBER | {"maximum": 1}, NO, ":maximum"),
    (NUMBER | {"maximum": 0.3}, NUMBER | {"exclusiveMaximum": 0.30000000000000004}, YES, ""),
    (NUMBER | {"multipleOf": 0.1, "minimum": 0, "maximum": 0.3}, NUMBER | {"multipleOf": 0.05}, YES, ""),
    (text(minLength=1, maxLength=1, pattern="^[\U0001f600]$"), text(maxLength=1), YES, ""),
    ({"enum": ["\U0001f600"]}, text(maxLength=1), YES, ""),
    ({"enum": ["é"]}, text(pattern=r"^\w$"), NO, ":pattern"),
    ({"enum": ["a\n"]}, text(pattern="^a$"), NO, ":pattern"),
    (obj({"a/b~c": TEXT}), obj({"a/b~c": WHOLE}), NO, "a/b~c:type"),
]  # fmt: skip
GROUPS = {"closing": CLOSING, "unions": UNIONS, "honest": HONEST, "values": VALUES}
