"""The bytes of one file as a spec, or as a part that specs refer to."""

from collections.abc import Callable, Mapping
from typing import Any

from deploycheck.containment.names import WORDS, address, base_at, joined, named
from deploycheck.documents import Document, load
from deploycheck.documents.json_parts import Parts, Split, load_json_parts
from deploycheck.documents.repetition import repeated_keys
from deploycheck.domains.openapi.recognise import PART
from deploycheck.domains.openapi.references import Refusal, along, collect, only_inward, surely_inward
from deploycheck.domains.openapi.specification import SpecFile
from deploycheck.domains.openapi.upgrade import upgraded
from deploycheck.model.change import Claim, Loaded
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed

KNOWN = ("2.0", "3.0", "3.1", "3.2")
PARTS_FROM = 256 * 1024
"""Smallest JSON file, in bytes, of which only those parts are parsed that somebody asks for."""
_SPLIT: Split = {"paths": {}, "webhooks": {}, "x-webhooks": {}, "components": {"*": {}}}


def load_file(claim: Claim, data: bytes) -> Loaded:
    """Parse one file; raises SourceError when it cannot be understood."""
    documents = _documents(data, claim.path)
    if len(documents) != 1:
        raise SourceError(f"expected one document, found {len(documents)}", claim.path, 1, 1)
    document = documents[0]
    version = "" if claim.kind == PART else _version(document.value, claim.path)
    value = upgraded(document.value) if version == "2.0" else document.value
    text = data if isinstance(value, Parts) else None
    naming = _may_name(data) if text is not None else any(word in data for word in WORDS)
    inward = only_inward(data) if text is not None else surely_inward(data)
    named_here = naming and version not in ("2.0", "3.0")
    files, refused = ((), ()) if inward else _references(value, claim.path, naming=named_here)
    file = SpecFile(claim.path, version, value, document, files, refused, version == "2.0", len(data), text, naming)
    not_analysed = tuple(
        NotAnalysed(
            file.location(tuple(str(step) for step in one.steps)),
            f"the reference {one.text!r} is not followed: {one.reason}",
            claim.service,
            "reference",
        )
        for one in refused
    )
    twice = repeated_keys(document, len(data), claim.service)
    return Loaded(file, tuple((path, PART) for path in files), (*not_analysed, *twice))


def _may_name(data: bytes) -> bool:
    """Whether a JSON text may hold a key by which schemas name themselves: it begins with a dollar, as `$ref` does."""
    dollars = data.count(b'"$')
    return (dollars > data.count(b'"$ref"') or b"\\u0024" in data) and any(word in data for word in WORDS)


def _documents(data: bytes, path: str) -> list[Document]:
    if path.lower().endswith(".json") and len(data) >= PARTS_FROM:
        return [load_json_parts(data, _SPLIT, path)]
    return load(data, path, decimal=True)


def _references(
    value: Any,  # noqa: ANN401  any document
    path: str,
    *,
    naming: bool,
) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Give the files that a document refers to, and the references that are not followed."""
    files, refused = collect(value, path)
    if not naming or not (files or refused):
        return files, refused
    own = _own_names(value, path)
    return collect(value, path, lambda text, trail: own(text, along(trail)))


def _own_names(value: Any, path: str) -> Callable[[str, tuple[str | int, ...]], bool]:  # noqa: ANN401  any document
    """Give who knows whether a reference means a schema of the same document by the name that it gives itself."""
    itself = value.get("$self") if isinstance(value, Mapping) else None
    own = joined(address(path), itself) if isinstance(itself, str) else address(path)
    names = named([(path, own, value)])

    def known(text: str, steps: tuple[str | int, ...]) -> bool:
        found = names.found(text, base_at(value, tuple(map(str, steps)), own))
        return not isinstance(found, str)

    return known


def _version(value: Any, path: str) -> str:  # noqa: ANN401  as written
    """Give the version's first two numbers; raises SourceError for what is no OpenAPI that we know."""
    if not isinstance(value, Mapping):
        raise SourceError("a spec is a mapping with a key `openapi`", path, 1, 1)
    written = value.get("openapi", value.get("swagger"))
    version = ".".join(str(written).split(".")[:2]) if written is not None else ""
    if version not in KNOWN:
        said = f"says version {written}" if written is not None else "has no key `openapi`"
        raise SourceError(f"the spec {said}; OpenAPI 3.0, 3.1, 3.2 and Swagger 2.0 are known", path, 1, 1)
    return version
