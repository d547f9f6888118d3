"""Random Avro schemas, edited copies of them, and messages that they allow."""

import copy

from messages.avro_encoding import collect

PRIMITIVES = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")
SMALL = {
    "null": None,
    "boolean": True,
    "int": 7,
    "long": 2**40,
    "float": 0.5,
    "double": 0.25,
    "bytes": "a",
    "string": "b",
}
DEPTH = 3


class Maker:
    """Makes one schema; `names` are the named types that it may refer to."""

    def __init__(self, random):
        self.random = random
        self.names = []
        self.count = 0

    def schema(self):
        return self.record(0)

    def type(self, depth):
        roll = self.random.random()
        if depth >= DEPTH or roll < 0.4:
            return self.random.choice(PRIMITIVES)
        if roll < 0.5 and self.names:
            return self.random.choice(self.names)
        if roll < 0.6:
            return {"type": "array", "items": self.type(depth + 1)}
        if roll < 0.67:
            return {"type": "map", "values": self.type(depth + 1)}
        if roll < 0.77:
            return self.enum()
        if roll < 0.82:
            return self.fixed()
        if roll < 0.92:
            return self.union(depth + 1)
        return self.record(depth + 1)

    def name(self):
        self.count += 1
        return f"N{self.count}"

    def named(self, schema):
        if self.random.random() < 0.2:
            schema["namespace"] = "space"
            self.names.append("space." + schema["name"])
        else:
            schema["namespace"] = ""
            self.names.append(schema["name"])
        return schema

    def enum(self):
        symbols = self.random.sample("ABCD", self.random.randint(1, 3))
        schema = {"type": "enum", "name": self.name(), "symbols": symbols}
        if self.random.random() < 0.3:
            schema["default"] = symbols[0]
        return self.named(schema)

    def fixed(self):
        schema = {"type": "fixed", "name": self.name(), "size": self.random.randint(1, 4)}
        if schema["size"] == 4 and self.random.random() < 0.5:
            schema.update(logicalType="decimal", precision=6, scale=self.random.choice((0, 2)))
        return self.named(schema)

    def union(self, depth):
        branches, kinds = [], set()
        for _ in range(self.random.randint(1, 4)):
            branch = self.type(depth)
            if isinstance(branch, list):
                continue
            kind = branch if isinstance(branch, str) else branch.get("name", branch["type"])
            if kind not in kinds:
                kinds.add(kind)
                branches.append(branch)
        return branches or ["null"]

    def record(self, depth):
        schema = self.named({"type": "record", "name": self.name(), "fields": []})
        for name in self.random.sample("abcde", self.random.randint(1, 3)):
            schema["fields"].append(self.field(name, depth))
        return schema

    def field(self, name, depth):
        field = {"name": name, "type": self.type(depth + 1)}
        simple = field["type"] if isinstance(field["type"], str) else None
        if simple in SMALL and self.random.random() < 0.3:
            field["default"] = SMALL[simple]
        return field


class Editor:
    """Changes a schema here and there, as people do."""

    def __init__(self, random, maker):
        self.random = random
        self.maker = maker

    def edited(self, schema):
        schema = copy.deepcopy(schema)
        for _ in range(self.random.randint(0, 3)):
            self.random.choice((self.fields, self.symbols, self.types, self.names, self.order))(schema)
        return schema

    def every(self, schema, kind):
        found = []
        stack = [schema]
        while stack:
            part = stack.pop()
            if isinstance(part, list):
                stack += part
            elif isinstance(part, dict):
                if part.get("type") == kind:
                    found.append(part)
                stack += [part.get("items"), part.get("values"), *(one["type"] for one in part.get("fields", ()))]
        return found

    def one(self, schema, kind):
        found = self.every(schema, kind)
        return self.random.choice(found) if found else None

    def fields(self, schema):
        record = self.one(schema, "record")
        if self.random.random() < 0.5 and len(record["fields"]) > 1:
            gone = self.random.choice(record["fields"])
            if not any(
                "name" in part for kind in ("record", "enum", "fixed") for part in self.every(gone["type"], kind)
            ):
                record["fields"].remove(gone)
        elif name := next((one for one in "xyz" if all(one != field["name"] for field in record["fields"])), None):
            field = {"name": name, "type": self.random.choice(PRIMITIVES)}
            if self.random.random() < 0.6:
                field["default"] = SMALL[field["type"]]
            if self.random.random() < 0.3:
                field["aliases"] = [self.random.choice("abcde")]
            record["fields"].append(field)

    def symbols(self, schema):
        if enum := self.one(schema, "enum"):
            enum["symbols"] = self.random.sample("ABCD", self.random.randint(1, 4))
            if enum.get("default") not in enum["symbols"]:
                enum.pop("default", None)

    def types(self, schema):
        record = self.one(schema, "record")
        field = self.random.choice(record["fields"])
        if isinstance(field["type"], str) and field["type"] in PRIMITIVES:
            field.pop("default", None)
            field["type"] = self.random.choice(
                (self.random.choice(PRIMITIVES), ["null", field["type"]] if field["type"] != "null" else ["null"])
            )
        elif isinstance(field["type"], list):
            self.random.shuffle(field["type"])
            extra = self.random.choice(PRIMITIVES)
            if extra not in field["type"]:
                field["type"].append(extra)

    def names(self, schema):
        named = self.random.choice([part for kind in ("record", "enum", "fixed") for part in self.every(schema, kind)])
        full = f"{named['namespace']}.{named['name']}" if named["namespace"] else named["name"]
        old, new = named["name"], "R" + named["name"]
        if self.random.random() < 0.6:
            named["aliases"] = [full]
        named["name"] = new
        renamed = f"{named['namespace']}.{new}" if named["namespace"] else new
        self.rename(schema, full if named["namespace"] else old, renamed)

    def rename(self, part, old, new):
        if isinstance(part, list):
            part[:] = [new if one == old else one for one in part]
            for one in part:
                self.rename(one, old, new)
        elif isinstance(part, dict):
            for key in ("items", "values"):
                if key in part:
                    part[key] = new if part[key] == old else part[key]
                    self.rename(part[key], old, new)
            for field in part.get("fields", ()):
                field["type"] = new if field["type"] == old else field["type"]
                self.rename(field["type"], old, new)

    def order(self, schema):
        record = self.one(schema, "record")
        if not any("name" in part for kind in ("record", "enum", "fixed") for part in self.every(record, kind)[1:]):
            self.random.shuffle(record["fields"])


class NoValueError(Exception):
    """A type that only ever leads to itself has no message."""


class Messages:
    """Random messages of a schema, in Avro's JSON encoding."""

    def __init__(self, random, schema):
        self.random = random
        self.schema = schema
        self.names = {}
        collect(schema, self.names)

    def some(self, count):
        found = []
        for _ in range(count):
            try:
                found.append(self.value(self.schema, 0))
            except NoValueError:
                continue
        return found

    def value(self, schema, depth):
        if depth > 12:
            raise NoValueError
        if isinstance(schema, list):
            branch = self.random.choice(schema)
            return None if branch == "null" else {self.label(branch): self.value(branch, depth + 1)}
        kind = schema if isinstance(schema, str) else schema["type"]
        if kind in self.names:
            return self.value(self.names[kind], depth + 1)
        match kind:
            case "enum":
                return self.random.choice(schema["symbols"])
            case "fixed":
                return "z" * schema["size"]
            case "array":
                return [
                    self.value(schema["items"], depth + 1) for _ in range(self.random.randint(0, 2) if depth < 6 else 0)
                ]
            case "map":
                keys = "kl"[: self.random.randint(0, 2) if depth < 6 else 0]
                return {key: self.value(schema["values"], depth + 1) for key in keys}
            case "record":
                return {one["name"]: self.value(one["type"], depth + 1) for one in schema["fields"]}
            case _:
                return SMALL[kind]

    def label(self, branch):
        kind = branch if isinstance(branch, str) else branch["type"]
        named = self.names.get(kind, branch)
        if isinstance(named, dict) and "name" in named:
            return f"{named['namespace']}.{named['name']}" if named.get("namespace") else named["name"]
        return kind
