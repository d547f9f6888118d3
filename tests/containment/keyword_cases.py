"""One row for each thing that a keyword can do: sender, receiver, verdict, and `place:keyword` of each difference."""

YES, NO, UNKNOWN = "compatible", "incompatible", "unknown"
TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def obj(properties=None, **more):
    return {"type": "object", **({"properties": properties} if properties else {}), **more}


def text(**more):
    return TEXT | more


def arr(**more):
    return {"type": "array", **more}


TYPES = [
    (WHOLE, NUMBER, YES, ""),
    (NUMBER, WHOLE, NO, ":type"),
    (TEXT, {"type": ["string", "null"]}, YES, ""),
    ({"type": ["string", "null"]}, TEXT, NO, ":type"),
    ({"type": ["number", "integer"]}, NUMBER, YES, ""),
    ({"type": "boolean"}, {"enum": [True, False]}, YES, ""),
    ({"type": "boolean"}, {"const": True}, NO, ":const"),
    ({}, TEXT, NO, ":type"),
    (TEXT, {}, YES, ""),
    (True, {}, YES, ""),
    (False, TEXT, YES, ""),
    (TEXT, False, NO, ":false"),
    ({"type": "null"}, {"const": None}, YES, ""),
]
LISTED = [
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, YES, ""),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, NO, ":enum"),
    ({"enum": [1]}, {"enum": [1.0]}, YES, ""),
    ({"enum": [1.0]}, WHOLE, YES, ""),
    ({"enum": [True]}, {"enum": [1]}, NO, ":enum"),
    ({"enum": [0]}, {"enum": [False]}, NO, ":enum"),
    ({"const": {"a": 1, "b": 2}}, {"const": {"b": 2, "a": 1}}, YES, ""),
    ({"const": [1, 2]}, {"const": [2, 1]}, NO, ":const"),
    ({"type": "string", "enum": ["a", 1]}, {"enum": ["a"]}, YES, ""),
    ({"enum": ["abc"]}, text(maxLength=3), YES, ""),
    ({"enum": ["abc"]}, text(maxLength=2), NO, ":maxLength"),
    ({"enum": []}, {"enum": ["a"]}, YES, ""),
]
NUMBERS = [
    (WHOLE | {"minimum": 3}, WHOLE | {"exclusiveMinimum": 2}, YES, ""),
    (WHOLE | {"exclusiveMinimum": 2.5}, WHOLE | {"minimum": 3}, YES, ""),
    (NUMBER | {"exclusiveMinimum": 2.5}, NUMBER | {"minimum": 3}, NO, ":minimum"),
    (NUMBER | {"minimum": 1}, NUMBER | {"exclusiveMinimum": 1}, NO, ":exclusiveMinimum"),
    (NUMBER | {"exclusiveMinimum": 1}, NUMBER | {"minimum": 1}, YES, ""),
    (NUMBER | {"maximum": 10}, NUMBER | {"maximum": 9.5}, NO, ":maximum"),
    (WHOLE | {"maximum": 9.5}, WHOLE | {"maximum": 9}, YES, ""),
    (WHOLE | {"exclusiveMaximum": 10}, WHOLE | {"maximum": 9}, YES, ""),
    (NUMBER | {"exclusiveMaximum": 10}, NUMBER | {"maximum": 9}, NO, ":maximum"),
    (NUMBER | {"multipleOf": 4}, NUMBER | {"multipleOf": 2}, YES, ""),
    (NUMBER | {"multipleOf": 2}, NUMBER | {"multipleOf": 4}, NO, ":multipleOf"),
    (NUMBER | {"multipleOf": 0.1}, NUMBER | {"multipleOf": 0.01}, YES, ""),
    (NUMBER | {"multipleOf": 0.01}, NUMBER | {"multipleOf": 0.1}, NO, ":multipleOf"),
    (NUMBER | {"multipleOf": 2}, WHOLE, YES, ""),
    (WHOLE, NUMBER | {"multipleOf": 0.5}, YES, ""),
    (NUMBER | {"allOf": [{"multipleOf": 2}, {"multipleOf": 3}]}, NUMBER | {"multipleOf": 6}, YES, ""),
    (WHOLE | {"minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}, YES, ""),
    (WHOLE | {"minimum": 1, "maximum": 4}, {"enum": [1, 2, 3]}, NO, ":enum"),
    (WHOLE, {"anyOf": [WHOLE | {"maximum": 5}, WHOLE | {"minimum": 6}]}, YES, ""),
    (WHOLE, {"anyOf": [WHOLE | {"maximum": 5}, WHOLE | {"minimum": 7}]}, NO, ":anyOf"),
    (NUMBER, {"anyOf": [NUMBER | {"maximum": 5}, NUMBER | {"minimum": 6}]}, NO, ":anyOf"),
]
TEXTS = [
    (text(minLength=2), text(minLength=1), YES, ""),
    (text(minLength=1), text(minLength=2), NO, ":minLength"),
    (text(maxLength=2), text(maxLength=3), YES, ""),
    (text(maxLength=3), text(maxLength=2), NO, ":maxLength"),
    (text(pattern="^[a-f]+$"), text(pattern="^[a-z]+$"), YES, ""),
    (text(pattern="^[a-z]+$"), text(pattern="^[a-f]+$"), NO, ":pattern"),
    (text(pattern="^ab"), text(pattern="a"), YES, ""),
    (text(pattern="^a|b$"), text(pattern="^(a|b)$"), NO, ":pattern"),
    (text(pattern="^[a-z]{2,3}$"), text(minLength=2, maxLength=3), YES, ""),
    (text(pattern="^[a-z]{2,3}$"), text(minLength=3), NO, ":minLength"),
    (text(pattern=r"^\d+$"), text(pattern="^[0-9]+$"), YES, ""),
    (text(pattern=r"^[^a]$"), text(pattern=r"^\w$"), NO, ":pattern"),
    (text(pattern=r"^\w+$"), text(pattern="^[a-zA-Z0-9_]+$"), YES, ""),
    (text(pattern="^a$"), text(pattern="^a\\n?$"), YES, ""),
    (text(pattern="^sha256:[a-f0-9]{64}$"), text(maxLength=70), NO, ":maxLength"),
    (text(pattern="^(?=a).*$"), text(pattern="^(?=a).*$", maxLength=9), NO, ":maxLength"),
    (text(pattern="^(?=a)b"), text(pattern="^(?!b)a"), UNKNOWN, ":pattern"),
    (text(pattern=r"^(?:[\w-./:]+)$"), text(pattern="^[a-z]$"), UNKNOWN, ":pattern"),
    (text(format="date"), TEXT, YES, ""),
    (TEXT, text(format="date"), NO, ":format"),
    (text(format="uuid"), text(format="date"), NO, ":format"),
    (text(format="uri"), text(format="uri-reference"), YES, ""),
    (TEXT, text(format="password"), YES, ""),
    (text(format="date"), text(minLength=1), YES, ""),
]
ARRAYS = [
    (arr(items=TEXT), arr(items={}), YES, ""),
    (arr(items=TEXT), arr(items=WHOLE), NO, "*:type"),
    (arr(items=TEXT, maxItems=0), arr(items=WHOLE), YES, ""),
    (arr(minItems=2), arr(minItems=1), YES, ""),
    (arr(), arr(minItems=1), NO, ":minItems"),
    (arr(maxItems=3), arr(maxItems=2), NO, ":maxItems"),
    (arr(uniqueItems=True), arr(), YES, ""),
    (arr(items=WHOLE), arr(uniqueItems=True), NO, ":uniqueItems"),
    (arr(maxItems=1), arr(uniqueItems=True), YES, ""),
    (arr(prefixItems=[TEXT, WHOLE]), arr(prefixItems=[TEXT]), YES, ""),
    (arr(prefixItems=[TEXT]), arr(prefixItems=[TEXT, WHOLE]), NO, "*:type"),
    (arr(prefixItems=[TEXT], items=False), arr(maxItems=1), YES, ""),
    (arr(prefixItems=[TEXT], items=WHOLE), arr(items={"type": ["string", "integer"]}), YES, ""),
    (arr(prefixItems=[TEXT], unevaluatedItems=False), arr(maxItems=1, items=TEXT), YES, ""),
    (arr(items=TEXT, minItems=1), arr(contains=TEXT), YES, ""),
    (arr(items=TEXT), arr(contains=TEXT), NO, ":contains"),
    (arr(contains=WHOLE), arr(contains=NUMBER), YES, ""),
    (arr(contains=NUMBER), arr(contains=WHOLE), NO, ":contains"),
    (arr(contains=WHOLE, minContains=2), arr(contains=WHOLE), YES, ""),
    (arr(contains=WHOLE), arr(contains=WHOLE, minContains=2), NO, ":minContains"),
    (arr(contains=WHOLE, minContains=0), arr(), YES, ""),
    (arr(), arr(contains=WHOLE, minContains=0), YES, ""),
    (arr(contains=WHOLE), arr(contains=WHOLE, maxContains=3), NO, ":maxContains"),
    (arr(items=WHOLE, maxItems=3), arr(contains=WHOLE, minContains=0, maxContains=3), YES, ""),
]
OBJECTS = [
    (obj({"a": TEXT}), obj({"a": TEXT, "b": WHOLE}), YES, ""),
    (obj({"a": TEXT, "b": TEXT}), obj({"a": TEXT}), YES, ""),
    (obj({"a": TEXT}), obj({"a": WHOLE}), NO, "a:type"),
    (obj({"a": TEXT}, required=["a"]), obj({"a": TEXT}), YES, ""),
    (obj({"a": TEXT}), obj({"a": TEXT}, required=["a"]), NO, "a:required"),
    (obj({"a": obj({"b": TEXT})}), obj({"a": obj({"b": WHOLE})}), NO, "a/b:type"),
    (obj({"a": arr(items=obj({"b": TEXT}))}), obj({"a": arr(items=obj({"b": WHOLE}))}), NO, "a/*/b:type"),
    (obj({"a": TEXT, "b": TEXT}), obj({"a": WHOLE, "b": WHOLE}), NO, "a:type b:type"),
    (obj({"a": TEXT}), obj({"a": TEXT}, additionalProperties=False), YES, ""),
    (obj({"a": TEXT, "b": TEXT}), obj({"a": TEXT}, additionalProperties=False), NO, "b:additionalProperties"),
    (obj({"a": TEXT}), obj({}, additionalProperties=TEXT), YES, ""),
    (obj({"a": WHOLE}), obj({}, additionalProperties=TEXT), NO, "a:type"),
    (obj({}, additionalProperties=WHOLE), obj({}, additionalProperties=NUMBER), YES, ""),
    (obj({"a": TEXT}, additionalProperties=True), obj({"a": TEXT, "b": WHOLE}), NO, "b:type"),
    (obj({"a": TEXT}, minProperties=1), obj({"a": TEXT}, required=["a"]), YES, ""),
    (obj({"a": TEXT}), obj({}, maxProperties=1), YES, ""),
    (obj({"a": TEXT, "b": TEXT}), obj({}, maxProperties=1), NO, ":maxProperties"),
    (obj({"a": TEXT}, required=["a"]), obj({}, minProperties=1), YES, ""),
    (obj({"a": TEXT}), obj({}, minProperties=1), NO, ":minProperties"),
    (obj({"a": TEXT}), obj({}, patternProperties={"^a": WHOLE}), NO, "a:type"),
    (obj({"b": TEXT}), obj({}, patternProperties={"^a": WHOLE}), YES, ""),
    (obj({}, patternProperties={"^a": TEXT}), obj({}, patternProperties={"^a": TEXT, "^b": WHOLE}), YES, ""),
    (obj({}, patternProperties={"^ab": WHOLE}), obj({}, patternProperties={"^a": TEXT}), NO, "ab:type abA:type"),
    (obj({"abc": TEXT}), obj({}, propertyNames={"maxLength": 2}), NO, ":maxLength"),
    (obj({"ab": TEXT}), obj({}, propertyNames={"maxLength": 2}), YES, ""),
    (obj({}, propertyNames={"pattern": "^[a-c]$"}), obj({}, propertyNames={"pattern": "^[a-z]$"}), YES, ""),
    (obj({}, propertyNames={"enum": ["a"]}), obj({}, maxProperties=1), YES, ""),
]
FORBIDDEN = [
    (obj({"required": TEXT}), obj({"required": False}), NO, "required:properties"),
    (obj({"a": TEXT}), obj({}, patternProperties={"^a$": False}), NO, "a:patternProperties"),
    (arr(items=TEXT), arr(items=False), NO, "*:items"),
    (obj({"a": TEXT, "b": TEXT}), obj({}, dependentSchemas={"a": False}), NO, ":dependentSchemas"),
]
DEPENDENT = [
    (obj({"a": TEXT, "b": TEXT}), obj({}, dependentRequired={"a": ["b"]}), NO, "b:dependentRequired"),
    (obj({"a": TEXT, "b": TEXT}, required=["b"]), obj({}, dependentRequired={"a": ["b"]}), YES, ""),
    (obj({"b": TEXT}), obj({}, dependentRequired={"a": ["b"]}), YES, ""),
    (obj({"a": TEXT, "b": TEXT}, dependentRequired={"a": ["b"]}), obj({}, dependentRequired={"a": ["b"]}), YES, ""),
    (obj({"a": TEXT, "b": TEXT}), obj({}, dependentSchemas={"a": obj({"b": WHOLE})}), NO, "b:type"),
    (obj({"a": TEXT, "b": WHOLE}), obj({}, dependentSchemas={"a": obj({"b": WHOLE})}), YES, ""),
]
QUESTIONS = [
    (WHOLE, {"not": TEXT}, YES, ""),
    (TEXT, {"not": {"enum": ["a"]}}, NO, ":not"),
    (text(minLength=2), {"not": {"enum": ["a"]}}, YES, ""),
    (obj({"a": TEXT}), {"not": {"required": ["b"]}}, YES, ""),
    (obj({"a": TEXT}), {"not": {"required": ["a"]}}, NO, ":not"),
    ({"not": TEXT}, {"not": text(minLength=1)}, YES, ""),
    ({"type": ["string", "integer"], "not": TEXT}, WHOLE, YES, ""),
    (text(minLength=3), {"if": TEXT, "then": {"minLength": 2}}, YES, ""),
    (TEXT, {"if": TEXT, "then": {"minLength": 2}}, NO, ":minLength"),
    (WHOLE, {"if": TEXT, "then": False}, YES, ""),
    (WHOLE, {"if": TEXT, "else": {"minimum": 1}}, NO, ":minimum"),
    ({"if": WHOLE, "then": {"minimum": 1}, "else": False}, WHOLE | {"minimum": 0}, YES, ""),
    (TEXT, {"then": False}, YES, ""),
]
UNIONS = [
    ({"anyOf": [TEXT, WHOLE]}, {"anyOf": [WHOLE, TEXT]}, YES, ""),
    ({"anyOf": [TEXT, WHOLE]}, TEXT, NO, ":type"),
    ({"oneOf": [WHOLE, NUMBER]}, {"oneOf": [NUMBER, WHOLE]}, YES, ""),
    (TEXT, {"oneOf": [TEXT, text(maxLength=3)]}, YES, ""),
    ({"allOf": [TEXT, {"maxLength": 3}]}, text(maxLength=3), YES, ""),
    ({"anyOf": [obj({"k": {"const": "x"}, "v": TEXT}, required=["k"]), obj({"k": {"const": "y"}, "v": WHOLE}, required=["k"])]},
     {"anyOf": [obj({"k": {"const": "y"}, "v": WHOLE}, required=["k"]), obj({"k": {"const": "x"}, "v": TEXT}, required=["k"])]}, YES, ""),
    (obj({"k": {"enum": ["x", "y"]}}, required=["k"]),
     {"anyOf": [obj({"k": {"const": "x"}}, required=["k"]), obj({"k": {"const": "y"}}, required=["k"])]}, YES, ""),
    (obj({"k": {"enum": ["x", "y", "z"]}}, required=["k"]),
     {"oneOf": [obj({"k": {"const": "x"}}, required=["k"]), obj({"k": {"const": "y"}}, required=["k"])]}, NO, ":oneOf"),
    (obj({"a": TEXT, "b": TEXT}), {"anyOf": [{"required": ["a"]}, {"properties": {"a": False}}]}, YES, ""),
    ({"anyOf": [TEXT, {"type": "null"}]}, {"type": ["string", "null"]}, YES, ""),
]  # fmt: skip
GROUPS = {name.lower(): rows for name, rows in list(globals().items()) if name.isupper() and isinstance(rows, list)}
