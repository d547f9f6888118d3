"""Seeded random schemas, edits of schemas, and values aimed at schemas; shared by the property tests."""

import copy
from random import Random

NAMES = ("a", "b", "c", "kind")
PATTERNS = ("^[a-z]+$", "^[a-z0-9]+$", "^a", "b$", "^[0-9]{2,3}$", "^(a|b)*$", "a", "^.{1,3}$")
FORMATS = ("date", "uuid", "ipv4", "email", "uri", "date-time")
CONSTANTS = (None, True, False, 0, 1, 2, 3.5, -1, "a", "b", "ab", "", [], [1], {}, {"a": 1})
TEXTS = ("", "a", "b", "ab", "abc", "abcd", "12", "123", "A", "é", "2024-01-31", "127.0.0.1", "a@example.com",
         "123e4567-e89b-12d3-a456-426614174000", "http://example.com/x", "2024-01-31T00:00:00Z")  # fmt: skip
DEFS = ("P", "Q", "R")


class Maker:
    """Makes schemas of the size and the keywords that a profile asks for."""

    def __init__(self, random: Random, *, hard: bool = True, odd: float = 0.15) -> None:
        self.random = random
        self.hard = hard
        self.share = odd

    def document(self) -> tuple[object, dict[str, object]]:
        """A root schema and definitions, cycles included."""
        defs = {name: self.schema(2) for name in DEFS}
        return self.schema(3), defs

    def schema(self, depth: int) -> object:
        random = self.random
        if random.random() < 0.04:
            return random.random() < 0.85
        if depth <= 0 or random.random() < 0.15:
            return self.leaf()
        if random.random() < 0.12:
            return {"$ref": f"#/$defs/{random.choice(DEFS)}"}
        made = random.choice((self.record, self.record, self.record, self.array, self.leaf, self.union, self.together))(
            depth
        )
        if self.hard and isinstance(made, dict) and random.random() < self.share:
            made.update(self.odd(depth))
        return made

    def leaf(self, _depth: int = 0) -> dict[str, object]:
        random = self.random
        kind = random.choice(
            ("string", "string", "integer", "number", "boolean", "null", "enum", "const", "any", "multi")
        )
        if kind == "enum":
            return {"enum": random.sample(CONSTANTS, random.randint(1, 4))}
        if kind == "const":
            return {"const": random.choice(CONSTANTS)}
        if kind == "any":
            return {}
        if kind == "multi":
            return {"type": random.sample(("string", "integer", "null", "boolean", "number", "object", "array"), 2)} | (
                self.numeric() if random.random() < 0.5 else {}
            )
        out: dict[str, object] = {"type": kind}
        if kind == "string":
            out |= self.textual()
        if kind in ("integer", "number"):
            out |= self.numeric()
        return out

    def textual(self) -> dict[str, object]:
        random, out = self.random, {}
        if random.random() < 0.3:
            out["minLength"] = random.randint(0, 3)
        if random.random() < 0.3:
            out["maxLength"] = random.randint(1, 4)
        if random.random() < 0.25:
            out["pattern"] = random.choice(PATTERNS)
        if random.random() < 0.1:
            out["format"] = random.choice(FORMATS)
        if random.random() < 0.15:
            out["enum"] = random.sample(TEXTS, random.randint(1, 3))
        return out

    def numeric(self) -> dict[str, object]:
        random, out = self.random, {}
        if random.random() < 0.35:
            out[random.choice(("minimum", "exclusiveMinimum"))] = random.choice((-1, 0, 0.5, 1, 2, 2.5))
        if random.random() < 0.35:
            out[random.choice(("maximum", "exclusiveMaximum"))] = random.choice((0, 1, 1.5, 3, 4, 10))
        if random.random() < 0.15:
            out["multipleOf"] = random.choice((1, 2, 3, 0.5, 0.1, 4))
        return out

    def record(self, depth: int) -> dict[str, object]:
        random = self.random
        names = random.sample(NAMES, random.randint(0, 3))
        out: dict[str, object] = {}
        if names or random.random() < 0.5:
            out["properties"] = {
                name: self.tag() if name == "kind" and random.random() < 0.6 else self.schema(depth - 1)
                for name in names
            }
        if random.random() < 0.85:
            out["type"] = "object"
        if random.random() < 0.45:
            out["required"] = random.sample(NAMES, random.randint(1, 2))
        if random.random() < 0.2:
            out["additionalProperties"] = random.choice((False, True, self.schema(depth - 1)))
        if random.random() < 0.06:
            out["minProperties"] = random.randint(0, 2)
        if random.random() < 0.06:
            out["maxProperties"] = random.randint(0, 3)
        return out

    def tag(self) -> dict[str, object]:
        return {"enum": self.random.sample(("a", "b", "ab"), self.random.randint(1, 2))}

    def array(self, depth: int) -> dict[str, object]:
        random = self.random
        out: dict[str, object] = {"type": "array"}
        if random.random() < 0.8:
            out["items"] = self.schema(depth - 1)
        if random.random() < 0.3:
            out["minItems"] = random.randint(0, 2)
        if random.random() < 0.3:
            out["maxItems"] = random.randint(0, 3)
        if self.hard and random.random() < 0.15:
            out["uniqueItems"] = True
        if self.hard and random.random() < 0.15:
            out["prefixItems"] = [self.schema(depth - 1) for _ in range(random.randint(1, 2))]
        if self.hard and random.random() < 0.1:
            out["contains"] = self.schema(depth - 1)
            if random.random() < 0.4:
                out["minContains"] = random.randint(0, 2)
            if random.random() < 0.4:
                out["maxContains"] = random.randint(1, 2)
        return out

    def union(self, depth: int) -> dict[str, object]:
        word = self.random.choice(("anyOf", "oneOf"))
        out = {word: [self.schema(depth - 1) for _ in range(self.random.randint(1, 4))]}
        return out | (self.record(depth - 1) if self.random.random() < 0.3 else {})

    def together(self, depth: int) -> dict[str, object]:
        out = {"allOf": [self.schema(depth - 1) for _ in range(self.random.randint(1, 2))]}
        return out | (self.record(depth - 1) if self.random.random() < 0.3 else {})

    def odd(self, depth: int) -> dict[str, object]:
        """One of the keywords that real specs rarely use."""
        random = self.random
        match random.randint(0, 7):
            case 0:
                return {"not": self.schema(min(depth - 1, 1))}
            case 1:
                return {"if": self.schema(1), "then": self.schema(1), "else": self.schema(1)}
            case 2:
                return {"patternProperties": {random.choice(("^a", "^[b-z]", "d$")): self.schema(depth - 1)}}
            case 3:
                return {
                    "propertyNames": random.choice(({"pattern": "^[a-z]+$"}, {"maxLength": 1}, {"enum": ["a", "b"]}))
                }
            case 4:
                return {"dependentRequired": {random.choice(NAMES): [random.choice(NAMES)]}}
            case 5:
                return {"dependentSchemas": {random.choice(NAMES): self.record(1)}}
            case 6:
                return {"unevaluatedProperties": random.choice((False, False, self.schema(1)))}
            case _:
                return {"unevaluatedItems": random.choice((False, self.leaf()))}

    def edited(self, schema: object) -> object:
        """The schema with one to three changes somewhere."""
        out = copy.deepcopy(schema)
        for _ in range(self.random.randint(1, 3)):
            out = self._edit(out)
        return out

    def _edit(self, schema: object) -> object:
        random = self.random
        if not isinstance(schema, dict) or random.random() < 0.08:
            return self.schema(1)
        inner = [
            key
            for key, part in schema.items()
            if isinstance(part, dict | list) and part and key not in ("enum", "required", "const")
        ]
        if inner and random.random() < 0.65:
            key = random.choice(inner)
            part = schema[key]
            if isinstance(part, list) and not all(isinstance(each, dict | bool) for each in part):
                return schema
            if isinstance(part, list):
                index = random.randrange(len(part))
                part[index] = self._edit(part[index])
            elif key in ("properties", "patternProperties", "dependentSchemas"):
                name = random.choice(list(part))
                part[name] = self._edit(part[name])
            elif key != "dependentRequired":
                schema[key] = self._edit(part)
            return schema
        match random.randint(0, 5):
            case 0:
                schema.pop(random.choice(list(schema)), None) if schema else None
            case 1 if "required" in schema:
                schema["required"] = random.sample(NAMES, random.randint(1, 2))
            case 2 if "enum" in schema:
                schema["enum"] = [*schema["enum"], random.choice(CONSTANTS)][random.randint(0, 1) :]
                schema["enum"] = [
                    schema["enum"][0],
                    *[v for v in schema["enum"][1:] if repr(v) != repr(schema["enum"][0])],
                ][:4]
            case 3 if schema.get("type") in ("integer", "number"):
                schema.update(self.numeric())
            case 3 if schema.get("type") == "string":
                schema.update(self.textual())
            case 4:
                schema.setdefault("properties", {})[random.choice(NAMES)] = self.schema(1)
            case 5:
                return {"allOf": [schema]} if random.random() < 0.5 else {"anyOf": [schema, self.schema(1)]}
        return schema


class Values:
    """Random values, aimed at what a schema asks for; nothing guarantees that they fit."""

    def __init__(self, random: Random, defs: dict[str, object]) -> None:
        self.random = random
        self.defs = defs

    def of(self, schema: object, depth: int = 4) -> object:
        random = self.random
        if not isinstance(schema, dict) or depth <= 0 or random.random() < 0.05:
            return self.anything(depth)
        if "$ref" in schema and (len(schema) == 1 or random.random() < 0.5):
            return self.of(self.defs[schema["$ref"].rsplit("/", 1)[1]], depth - (random.random() < 0.5))
        if "const" in schema and random.random() < 0.9:
            return schema["const"]
        if schema.get("enum") and random.random() < 0.9:
            return random.choice(schema["enum"])
        parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
        parts += [schema[word] for word in ("then", "else", "if") if word in schema]
        parts += list(schema.get("dependentSchemas", {}).values())
        pools = [self.of(part, depth - 1) for part in parts if random.random() < 0.8]
        pools.append(self.typed(schema, depth))
        objects = [value for value in pools if isinstance(value, dict)]
        if objects and random.random() < 0.8:
            merged: dict[str, object] = {}
            for value in objects:
                merged |= value
            return merged
        return random.choice(pools)

    def typed(self, schema: dict, depth: int) -> object:
        random = self.random
        kinds = schema.get(
            "type",
            ["object"]
            if schema.keys() & {"properties", "required"}
            else ["array"]
            if schema.keys() & {"items", "contains"}
            else [],
        )
        kind = kinds if isinstance(kinds, str) else random.choice(kinds) if kinds else None
        if kind == "object":
            return self.record(schema, depth)
        if kind == "array":
            return self.sequence(schema, depth)
        if kind == "string":
            return random.choice(TEXTS)
        if kind in ("integer", "number"):
            bounds = [
                schema[word]
                for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
                if word in schema
            ]
            number = random.choice([*bounds, 0, 1, 5, -3]) + random.choice((0, 0, 1, -1, 0.5, 2))
            return int(number) if kind == "integer" else number
        return {"boolean": random.random() < 0.5, "null": None}.get(kind) if kind else self.anything(depth)

    def record(self, schema: dict, depth: int) -> dict[str, object]:
        random, out = self.random, {}
        for name, part in schema.get("properties", {}).items():
            if random.random() < 0.6:
                out[name] = self.of(part, depth - 1)
        for name in schema.get("required", ()):
            if name not in out and random.random() < 0.95:
                out[name] = self.of(
                    schema.get("properties", {}).get(name, schema.get("additionalProperties", True)), depth - 1
                )
        if random.random() < 0.15:
            out[random.choice((*NAMES, "d", "zz"))] = self.of(schema.get("additionalProperties", True), depth - 1)
        return out

    def sequence(self, schema: dict, depth: int) -> list[object]:
        random = self.random
        prefix = [self.of(part, depth - 1) for part in schema.get("prefixItems", ())]
        more = [
            self.of(schema.get("items", schema.get("contains", True)), depth - 1) for _ in range(random.randint(0, 3))
        ]
        if "contains" in schema and random.random() < 0.7:
            more.append(self.of(schema["contains"], depth - 1))
        return (prefix + more)[: random.randint(0, 5)] if random.random() < 0.3 else prefix + more

    def anything(self, depth: int) -> object:
        random = self.random
        match random.randint(0, 6):
            case 0 | 1:
                return random.choice(TEXTS)
            case 2 | 3:
                return random.choice((0, 1, 2, -1, 2.5, 3, 10, 0.5))
            case 4 if depth > 0:
                return {name: self.anything(depth - 2) for name in random.sample(NAMES, random.randint(0, 2))}
            case 5 if depth > 0:
                return [self.anything(depth - 2) for _ in range(random.randint(0, 2))]
            case _:
                return random.choice((None, True, False))
