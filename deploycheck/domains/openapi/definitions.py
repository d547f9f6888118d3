"""Named schemas of one spec, normalised when somebody asks for them."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from deploycheck.containment.document import PREFIX, Document, reference
from deploycheck.containment.names import inside, refused
from deploycheck.documents.document import pointer, pointer_steps
from deploycheck.domains.openapi.references import Target
from deploycheck.domains.openapi.schemas import NOWHERE, Schema, normalise
from deploycheck.domains.openapi.specification import Node, Specification, Spot

Reference = dict[str, Any]
"""The keywords of the normal form that stand for a reference."""


@dataclass(frozen=True, slots=True)
class _Below:
    """How references are read in a part of a file; `base` is the address that the schema around it has."""

    definitions: "Definitions"
    path: str
    base: str

    def __call__(self, text: str, *, dynamic: bool = False) -> Reference:
        return self.definitions.rename(text, self.path, self.base, dynamic=dynamic)

    def inside(self, schema: Mapping[str, Any]) -> "_Below":
        base = inside(self.base, schema) if self.base else ""
        return self if base == self.base else _Below(self.definitions, self.path, base)


_ESCAPED = re.compile(rb"\\u00[4-7]")
"""A letter that is written as a number."""
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class Definitions(Mapping[str, Schema]):
    """The schemas that others refer to, by a name that is safe in `#/$defs/NAME`.

    `judges` holds who compares them with other versions; it is a cache and changes no answer.
    """

    def __init__(self, specification: Specification, version: str) -> None:
        self.specification = specification
        self.version = version
        self.judges: dict[Definitions, object] = {}
        self._targets: dict[str, Target] = {}
        self._made: dict[str, Schema] = {}
        self.document = Document(self, self.written, self.absent)
        """The same, for containment; what it remembers of them serves every comparison."""
        self._said: dict[tuple[str, str], bool] = {}
        self._absent: dict[str, bool] = {}

    def __getitem__(self, name: str) -> Schema:
        if name not in self._made:
            self._made[name] = self.schema(self.specification.fetch(self._targets[name]))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._targets

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def written(self, name: str) -> Any:  # noqa: ANN401  any document
        """Give the definition called `name` as it stands in the spec; None where there is none."""
        return self.specification.fetch(self._targets[name]).value if name in self._targets else None

    def absent(self, word: str) -> bool:
        """Whether a keyword is known to occur nowhere in the spec's files; only big JSON files are looked through."""
        if word not in self._absent:
            texts = [file.text for file in self.specification.reached]
            self._absent[word] = all(
                text is not None and word.encode() not in text and (b"\\u00" not in text or not _ESCAPED.search(text))
                for text in texts
            )
        return self._absent[word]

    def schema(self, node: Node) -> Schema:
        """Give the normal form of a schema that stands in one of the spec's files."""
        return normalise(
            node.value, self.version, _Below(self, node.spot.file.path, self.specification.base(node.spot))
        )

    def rename(self, text: str, path: str, base: str, *, dynamic: bool) -> Reference:
        """Give what stands in normal form for a reference in a file, read from the address `base`, if there is one."""
        if not base:
            place = self.specification.named(text, path)
            return {"$ref": NOWHERE + text if place is None else self._to(place)}
        meant = self.specification.meant(text, path, base, dynamic=dynamic)
        if isinstance(meant, Target):
            return {"$ref": self._to(meant)}
        candidates = self.specification.names.candidates(text, base)
        return (
            refused(meant, [self._to(Target(*one)) for one in candidates]) if candidates else {"$ref": NOWHERE + text}
        )

    def chosen(self, text: str, path: str = "") -> str | None:
        """Give the name of the schema that a discriminator means: by a reference, or by a component's own name.

        `path` is the file in which it stands, from where references are read; the spec itself where it is left out.
        """
        root = self.specification.root.path
        bare = f"#/components/schemas/{text.replace('~', '~0').replace('/', '~1')}"
        place = self.specification.named(bare, root) or self.specification.named(text, path or root)
        return None if place is None else self._to(place)[len(PREFIX) :]

    def called(self, reference: str) -> str:
        """Give the word that people know for what a `$ref` of the normal form leads to: its key, or its file."""
        place = self._targets.get(reference.removeprefix(PREFIX))
        if place is None:
            return reference.rpartition("/")[2]
        return str(place.steps[-1]) if place.steps else PurePosixPath(place.path).stem

    def _to(self, place: Target) -> str:
        name = self._name(place)
        self._targets.setdefault(name, place)
        return PREFIX + name

    def _name(self, place: Target) -> str:
        """Name a place: components by their own name, others by pointer; kept safe by a digest where needed."""
        root = place.path == self.specification.root.path
        if root and len(place.steps) == 3 and place.steps[:2] == ("components", "schemas"):  # noqa: PLR2004  name
            text = place.steps[2]
        else:
            text = f"{'' if root else place.path}{pointer(place.steps)}"
        if _SAFE.issuperset(text):
            return text
        safe = "".join(char if char in _SAFE else "-" for char in text)
        return f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def spot(self, found: str, start: Spot) -> Spot:
        """Give the source of a pointer into the normal form whose root schema stands at `start`."""
        steps = pointer_steps(found.removeprefix("#"))
        if len(steps) > 1 and steps[0] == "$defs" and steps[1] in self._targets:
            place = self._targets[steps[1]]
            return Spot(self.specification.files[place.path], place.steps + steps[2:])
        return start.at(*steps)

    def place(self, name: str) -> Target | None:
        """Give where the definition called `name` stands."""
        return self._targets.get(name)

    def says(self, schema: Any, flag: str) -> bool:  # noqa: ANN401  as in a schema
        """Whether a schema, or what it always holds together with, sets a flag like `readOnly`."""
        if not isinstance(schema, dict):
            return False
        if schema.get(flag) is True:
            return True
        together = schema.get("allOf")
        if isinstance(together, list) and any(self.says(member, flag) for member in together):
            return True
        return "$ref" in schema and self._name_says(reference(schema["$ref"]), flag)

    def _name_says(self, name: str | None, flag: str) -> bool:
        if name is None or name not in self._targets:
            return False
        if (name, flag) not in self._said:
            self._said[name, flag] = False  # until it is known: a schema that contains itself says nothing more
            self._said[name, flag] = self.says(self[name], flag)
        return self._said[name, flag]

    def target(self, schema: Any) -> tuple[str, Schema] | None:  # noqa: ANN401  as in a schema
        """Give name and schema behind a `$ref` of the normal form."""
        name = reference(schema)
        return (name, self[name]) if name is not None and name in self._targets else None
