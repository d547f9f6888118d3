"""YAML 1.2 (core schema, and merge keys) from libyaml's events, with the place of everything.

Keys of mappings are always text as written: `200:` is the key "200" and `on:` is "on", because every consumer looks
keys up by their text. Custom tags (`!Ref x`) are dropped and leave their plain value.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from deploycheck.documents.document import Document, DocumentError
from deploycheck.documents.encoding import utf8

_QUICK = 256 * 1024
"""Largest file, in bytes, that is tried line by line: in a big one something is rarely plain, and that shows late."""


def load_yaml(data: bytes, path: str = "", *, decimal: bool = False) -> list[Document]:
    """Parse every document of a YAML stream; raises DocumentError.

    `decimal` gives fractions as Decimal, exactly as written. `path` is for messages and locations.
    """
    from deploycheck.documents.yaml_quick import quick_document

    text = utf8(data, path)
    with _collector_off():
        if len(text) <= _QUICK and (plain := quick_document(text, path, decimal=decimal)):
            return [plain]
        from yaml.error import YAMLError

        from deploycheck.documents.yaml_builder import YamlBuilder
        from deploycheck.documents.yaml_errors import document_error

        try:
            return list(YamlBuilder(text, path, decimal=decimal).documents())
        except YAMLError as error:
            raise document_error(error, text, path) from None


def load_yaml_one(data: bytes, path: str = "", *, decimal: bool = False) -> Document:
    """Parse a file that should hold one document; an empty file is a document of None; raises DocumentError."""
    documents = [one for one in load_yaml(data, path, decimal=decimal) if one.value is not None]
    if len(documents) > 1:
        raise DocumentError(path, *documents[1].position(), "a second document begins here; one was expected")
    return documents[0] if documents else Document(None, path)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Millions of new objects and no garbage: the collector would take half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
