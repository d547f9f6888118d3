"""The bytes of one file as a spec, or as a part that specs refer to."""

from collections.abc import Mapping
from typing import Any

from deploycheck.documents import load
from deploycheck.documents.repetition import repeated_keys
from deploycheck.domains.openapi.recognise import PART
from deploycheck.domains.openapi.references import collect
from deploycheck.domains.openapi.specification import SpecFile
from deploycheck.domains.openapi.upgrade import upgraded
from deploycheck.model.change import Claim, Loaded
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed

KNOWN = ("2.0", "3.0", "3.1", "3.2")


def load_file(claim: Claim, data: bytes) -> Loaded:
    """Parse one file; raises SourceError when it cannot be understood."""
    documents = load(data, claim.path, decimal=True)
    if len(documents) != 1:
        raise SourceError(f"expected one document, found {len(documents)}", claim.path, 1, 1)
    document = documents[0]
    version = "" if claim.kind == PART else _version(document.value, claim.path)
    value = upgraded(document.value) if version == "2.0" else document.value
    files, refused = collect(value, claim.path)
    file = SpecFile(claim.path, version, value, document, files, refused, version == "2.0", len(data))
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
