"""The keywords of JSON Schema 2020-12, by what the engine does with them."""

ASSERTED_FORMATS = frozenset(
    {
        "date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6",
        "uri", "uri-reference", "uri-template", "iri", "iri-reference", "uuid", "json-pointer",
        "relative-json-pointer", "regex",
    }
)  # fmt: skip
"""Formats that the validator checks; every other one is an annotation and is dropped."""

TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})

COPIED = frozenset(
    {
        "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains",
        "minProperties", "maxProperties", "dependentRequired",
    }
)  # fmt: skip
"""Assertions that hold no schema."""

PLACED = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems")
"""Keywords whose value is the schema of another place."""

PLACED_MAPS = ("properties", "patternProperties")
"""Keywords whose value maps names to schemas of other places."""

SCHEMA_MAPS = frozenset({*PLACED_MAPS, "dependentSchemas", "$defs"})
"""Keywords whose value maps names to schemas, so that a property may have the name of a keyword."""

VALUES = frozenset({"const", "enum", "default", "example", "examples", "x-seeds"})
"""Keywords that hold values; a `$ref` inside them is part of the value."""

CONJUNCTS = ("then", "else")
UNIONS = ("anyOf", "oneOf")
NEVER_CLOSED = ("not", "if", "contains", "propertyNames")
"""Operands that only ask a question about a value; they send nothing, so they are never closed."""

GOVERNING = ("additionalProperties", "unevaluatedProperties")
"""Where one of them stands in a composition, it says what else may be sent, and we add nothing."""

UNSUPPORTED = ("$dynamicRef", "$recursiveRef")
"""Ways to refer whose target depends on the way there; who knows it writes `$ref`, all else is unknown."""

DIALECTS = ("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.")
"""How the name of a dialect begins whose keywords mean what they mean here."""

CLOSEDNESS = (
    "additionalProperties", "unevaluatedProperties", "propertyNames", "patternProperties", "maxProperties",
    "dependentSchemas", "dependentRequired",
)  # fmt: skip
"""Keywords by which a receiver can reject names that it never declared (the second reading)."""

SEEDS = ("example", "default")
"""Values that the author of a schema wrote down; the first candidates for witnesses."""

OTHER_NAMES = ("undeclared", "other", "x-other", "zz9", "0")
NUMBERED_NAMES = tuple(f"z{index}" for index in range(60))
MADE_UP = frozenset({*OTHER_NAMES, *NUMBERED_NAMES})
"""Property names that the search makes up where any name may stand; one of them stands for all."""
