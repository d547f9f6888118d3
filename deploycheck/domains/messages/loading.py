"""From the bytes of one schema file to its document, and from documents to schemas."""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from deploycheck.containment.document import encoded
from deploycheck.documents.document import Document, DocumentError, pointer
from deploycheck.documents.json import load_json
from deploycheck.documents.load import load
from deploycheck.documents.repetition import repeated_keys
from deploycheck.domains.messages.avro import definitions, parse
from deploycheck.domains.messages.avro.text import canonical_text
from deploycheck.domains.messages.json_schema import bundle, invalid_places, referred_files
from deploycheck.domains.messages.model import Fault, Format, MessageSchema, Places, SchemaFile
from deploycheck.model.change import Loaded
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, field

_OTHER_LANGUAGES: Final = {
    ".proto": "Protocol Buffers", ".avdl": "Avro IDL", ".avpr": "an Avro protocol", ".xsd": "XML Schema",
    ".graphql": "GraphQL", ".thrift": "Thrift",
}  # fmt: skip
_AVRO_KINDS: Final = ("record", "error", "enum", "fixed", "array", "map", "bytes", "long", "int", "float", "double")
_SCHEMA_WORDS: Final = ("$schema", "$ref", "properties", "allOf", "anyOf", "oneOf", "definitions", "$defs")


def load_schema(data: bytes, path: str, service: str | None = None) -> Loaded:
    """Read a schema file; raises SourceError. A language that we do not read is said to be one."""
    language = _OTHER_LANGUAGES.get(PurePosixPath(path).suffix.lower())
    if language:
        reason = f"it is {language}, which deploycheck does not compare; Avro (.avsc) and JSON Schema it does"
        return Loaded(None, not_analysed=(NotAnalysed(Location(path), reason, service),))
    document = read_document(data, path)
    twice = repeated_keys(document, len(data), service)
    if format_of(path, document.value) == "avro":
        names = tuple(dict.fromkeys(name for name, _ in definitions(document.value)))
        return Loaded(SchemaFile(document, "avro", names), not_analysed=twice)
    files = tuple((one, "messages:part") for one in dict.fromkeys(referred_files(path, document.value)))
    return Loaded(SchemaFile(document, "json-schema"), references=files, not_analysed=twice)


def read_document(data: bytes, path: str) -> Document:
    """Parse the one document of a schema file, fractions exactly as written; raises SourceError."""
    try:
        if path.lower().endswith(".avsc"):
            return load_json(_without_comments(data), path)
        if path.lower().endswith(".json"):
            return load_json(data, path, decimal=True)
        documents = load(data, path, decimal=True)
    except DocumentError as error:
        raise SourceError(error.message, path, error.line, error.column) from error
    if len(documents) != 1:
        raise SourceError(f"a schema is one document, and this file holds {len(documents)}", path)
    return documents[0]


def _without_comments(data: bytes) -> bytes:
    """Put blanks in the place of comments, which the Java library for Avro allows in its JSON; every place stays."""
    if b"/*" not in data and b"//" not in data:
        return data
    return _TEXT_OR_COMMENT.sub(lambda found: found[0] if found[0][:1] == b'"' else _blank(found[0]), data)


def _blank(comment: bytes) -> bytes:
    return b"\n".join(b" " * len(line) for line in comment.split(b"\n"))


_TEXT_OR_COMMENT: Final = re.compile(rb'"(?:\\.|[^"\\])*"|/\*.*?\*/|//[^\n]*', re.DOTALL)


def format_of(path: str, value: Any) -> Format:  # noqa: ANN401  any JSON
    """Say what a document is: by its suffix, else by the words that only one of the two has."""
    if path.lower().endswith(".avsc") or isinstance(value, list):
        return "avro"
    if not isinstance(value, dict) or any(word in value for word in _SCHEMA_WORDS):
        return "json-schema"
    return "avro" if value.get("type") in _AVRO_KINDS and ("name" in value or "items" not in value) else "json-schema"


class Library(Draft):
    """The schema files of one snapshot, by path; makes schemas of them, each once."""

    files: Mapping[str, SchemaFile]
    _made: dict[str, MessageSchema] = field(default_factory=dict)

    def schema(self, path: str) -> MessageSchema | None:
        """Give the schema in a file; None where the file could not be read, or holds none that we know."""
        file = self.files.get(path)
        if file is None:
            return None
        if path not in self._made:
            self._made[path] = make_schema(path, file, self.files)
        return self._made[path]


def make_schema(path: str, file: SchemaFile, files: Mapping[str, SchemaFile], origin: str = "") -> MessageSchema:
    """Make a schema of a file; `files` are those among which names and references are looked up."""
    places = Places({path: file.document, **{name: one.document for name, one in files.items() if name != path}})
    if file.format == "avro":
        return _avro(path, file, files, places, origin)
    documents = {name: one.document.value for name, one in files.items() if one.format == "json-schema"}
    return _json_schema(path, {**documents, path: file.document.value}, places, origin)


def _avro(path: str, file: SchemaFile, files: Mapping[str, SchemaFile], places: Places, origin: str) -> MessageSchema:
    found = parse(file.document.value, _elsewhere(path, files))
    faults = tuple(_fault(places, path, flaw.steps, flaw.message, missing=flaw.missing) for flaw in found.flaws)
    text = b"" if faults else canonical_text(found)
    digest = _digest(text or encoded(file.document.value) or path.encode())
    return MessageSchema("avro", path, digest, avro=found, faults=faults, places=places, origin=origin)


def _elsewhere(path: str, files: Mapping[str, SchemaFile]) -> Callable[[str], tuple[Any, str] | None]:
    """Look up a named type in the other files: those in the same folder count before those far away."""

    def find(name: str) -> tuple[Any, str] | None:
        homes = sorted((one for one, file in files.items() if one != path and name in file.names), key=nearness)
        return dict(definitions(files[homes[0]].document.value)).get(name) if homes else None

    def nearness(other: str) -> tuple[int, str]:
        mine, theirs = path.split("/")[:-1], other.split("/")[:-1]
        shared = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), None)
        return -(min(len(mine), len(theirs)) if shared is None else shared), other

    return find


def _json_schema(path: str, documents: Mapping[str, Any], places: Places, origin: str) -> MessageSchema:
    faults = [_fault(places, path, steps, message) for steps, message in invalid_places(documents[path])]
    found = bundle(path, documents)
    faults += [_fault(places, *lost, missing=True) for lost in found.lost if not _REMOTE.search(lost[2])]
    text = b"\n".join(
        encoded(one) or b"" for one in (found.root, *(found.definitions[name] for name in sorted(found.definitions)))
    )
    unread = repr(sorted(lost[2] for lost in found.lost)).encode()
    digest = _digest(text + unread)
    return MessageSchema("json-schema", path, digest, bundle=found, faults=tuple(faults), places=places, origin=origin)


_REMOTE: Final = re.compile(r"`[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""A reference to somewhere in the world: not read, which makes what hangs on it unknown, and no fault."""


def _fault(places: Places, path: str, steps: tuple[str | int, ...], message: str, *, missing: bool = False) -> Fault:
    return Fault(places.at(path, steps), pointer(steps), message, missing)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:8]
