"""The closed reading of section 1, written a second time and naively, to check the engine against.

Every place is written out on its own: the composition, `unevaluatedProperties: false` beside it. `oneOf` is read as
`anyOf`. Definitions that contain themselves in place are unrolled first, as section 3 says.
"""

UNIONS = ("anyOf", "oneOf")
QUESTIONS = ("not", "if", "contains", "propertyNames")
IN_PLACE = ("allOf", "anyOf", "oneOf")


class InPlaceCycle(Exception):  # noqa: N818 - says what stands there
    pass


def target(schema, defs):
    return defs[schema["$ref"].rsplit("/", 1)[1]]


class Unroller:
    """Writes definitions that contain themselves in place out, so that none does any more."""

    MOST = 400

    def __init__(self, defs):
        self.defs = defs
        self.cyclic = {name for name in defs if self.contains_itself(name)}
        self.written = 0

    def contains_itself(self, name):
        inside = everything(self.defs[name], self.defs, set())
        return any(part.get("$ref", "").endswith(f"/{name}") for part in inside)

    def document(self, schema):
        made = self.part(schema, ())
        return made, {name: self.part(part, (name,)) for name, part in self.defs.items()}

    def part(self, schema, active):
        if not isinstance(schema, dict):
            return schema
        self.written += 1
        if self.written > self.MOST:
            raise InPlaceCycle
        made = {}
        for word, value in schema.items():
            if word in IN_PLACE:
                made[word] = [self.part(part, active if word == "allOf" else (*active, "|")) for part in value]
            elif word in ("then", "else", "not", "if"):
                made[word] = self.part(value, (*active, "!"))
            elif word == "dependentSchemas":
                made[word] = {name: self.part(part, (*active, "!")) for name, part in value.items()}
            elif word in ("properties", "patternProperties"):
                made[word] = {name: self.place(part) for name, part in value.items()}
            elif word == "prefixItems":
                made[word] = [self.place(part) for part in value]
            elif word in (*QUESTIONS, "items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"):
                made[word] = self.place(value)
            elif word != "$ref":
                made[word] = value
        return self.followed(schema, made, active) if "$ref" in schema else made

    def place(self, schema):
        bare = isinstance(schema, dict) and schema.keys() == {"$ref"}
        return schema if bare else self.part(schema, ())

    def followed(self, schema, made, active):
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in self.cyclic:
            return made | {"$ref": schema["$ref"]}
        since = active[active.index(name) :] if name in active else None
        if since is None:
            added = self.part(self.defs[name], (*active, name))
        elif "!" in since:
            raise InPlaceCycle
        else:
            added = "|" not in since
        return made | {"allOf": [*made.get("allOf", ()), added]}


def everything(schema, defs, seen):
    """All schema objects that speak about one place, questions included, each definition once."""
    if not isinstance(schema, dict):
        return
    yield schema
    if "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        yield from everything(target(schema, defs), defs, seen)
    inner = [part for word in IN_PLACE for part in schema.get(word, ())]
    inner += [schema[word] for word in ("then", "else", "not", "if") if word in schema]
    for part in (*inner, *schema.get("dependentSchemas", {}).values()):
        yield from everything(part, defs, seen)


def composition(schema, defs):
    """The same without what stands below `not` and `if`."""
    if not isinstance(schema, dict):
        return
    yield schema
    if "$ref" in schema:
        yield from composition(target(schema, defs), defs)
    for word in IN_PLACE:
        for part in schema.get(word, ()):
            yield from composition(part, defs)
    for word in ("then", "else"):
        if word in schema:
            yield from composition(schema[word], defs)
    for part in schema.get("dependentSchemas", {}).values():
        yield from composition(part, defs)


def declares(schema, defs):
    return any(
        part.get(word) for part in composition(schema, defs) for word in ("properties", "patternProperties", "required")
    )


def governed(schema, defs):
    return any(
        word in part for part in composition(schema, defs) for word in ("additionalProperties", "unevaluatedProperties")
    )


class Closer:
    """Writes one side's document; `closing=False` gives the receiver's reading."""

    def __init__(self, defs, *, closing):
        self.defs = defs
        self.closing = closing
        self.out = {}

    def document(self, schema):
        schema, self.defs = Unroller(self.defs).document(schema)
        root = self.place(schema)
        waiting = True
        while waiting:
            waiting = [name for name, made in self.out.items() if made is None]
            for name in waiting:
                kind, source = name.split(":", 1)
                self.out[name] = self.definition(kind, self.defs[source])
        return {"allOf": [root], "$defs": self.out}

    def definition(self, kind, schema):
        if kind in ("place", "plain"):
            return self.place(schema) if kind == "place" else self.plain(schema)
        return self.part(schema, "close" in kind, outside="outside" in kind)

    def place(self, schema):
        if not isinstance(schema, dict):
            return schema
        if schema.keys() == {"$ref"}:
            return self.refer("place", schema)
        close = self.closing and declares(schema, self.defs) and not governed(schema, self.defs)
        made = self.part(schema, close, outside=False)
        return {"allOf": [made], "unevaluatedProperties": False} if close else made

    def refer(self, kind, schema):
        name = f"{kind}:{schema['$ref'].rsplit('/', 1)[1]}"
        self.out.setdefault(name, None)
        return {"$ref": f"#/$defs/{name}"}

    def part(self, schema, close, *, outside):
        if not isinstance(schema, dict):
            return schema
        made, extra = {}, []
        for word, value in schema.items():
            if word == "$ref":
                rest = {key: part for key, part in schema.items() if key != word}
                beside = outside or declares(rest, self.defs)
                extra.append(self.refer(f"part{'-close' * close}{'-outside' * beside}", schema))
            elif word in IN_PLACE:
                extra.append(self.members(schema, word, close, outside))
            elif word in ("then", "else"):
                made[word] = self.part(value, close, outside=True)
            elif word == "dependentSchemas":
                made[word] = {name: self.part(part, close, outside=True) for name, part in value.items()}
            elif word in QUESTIONS:
                made[word] = self.plain(value)
            elif word in ("properties", "patternProperties"):
                made[word] = {name: self.place(part) for name, part in value.items()}
            elif word == "prefixItems":
                made[word] = [self.place(part) for part in value]
            elif word in ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"):
                made[word] = self.place(value)
            else:
                made[word] = value
        if close and not schema.keys() & {"additionalProperties", "unevaluatedProperties"}:
            for name in schema.get("required", ()):
                made.setdefault("properties", {}).setdefault(name, True)
        if extra:
            made["allOf"] = extra
        return made

    def members(self, schema, word, close, outside):
        rest = {key: part for key, part in schema.items() if key != word}
        beside = outside or declares(rest, self.defs)
        made = []
        for index, member in enumerate(schema[word]):
            others = word == "allOf" and any(declares(m, self.defs) for i, m in enumerate(schema[word]) if i != index)
            branch = self.part(member, close, outside=beside or others)
            free = word != "allOf" and close and not beside and not declares(member, self.defs)
            made.append(
                {"allOf": [branch], "unevaluatedProperties": True} if free and isinstance(member, dict) else branch
            )
        return {"allOf" if word == "allOf" else "anyOf": made}

    def plain(self, schema):
        if not isinstance(schema, dict):
            return schema
        made = {}
        for word, value in schema.items():
            if word == "$ref":
                made["$ref"] = self.refer("plain", schema)["$ref"]
            elif word in (*IN_PLACE, "prefixItems"):
                made[word] = [self.plain(part) for part in value]
            elif word in ("properties", "patternProperties", "dependentSchemas"):
                made[word] = {name: self.plain(part) for name, part in value.items()}
            elif word in (
                *QUESTIONS,
                "then",
                "else",
                "items",
                "additionalProperties",
                "unevaluatedProperties",
                "unevaluatedItems",
            ):
                made[word] = self.plain(value)
            else:
                made[word] = value
        return made
