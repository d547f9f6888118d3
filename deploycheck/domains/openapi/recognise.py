"""Which files are specs: those that manifests name, and those that say so near their beginning."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deploycheck.documents.encoding import readable_text
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError

SPEC = "openapi:spec"
PART = "openapi:part"
EXTERNAL = "external"

_SUFFIXES = (".yaml", ".yml", ".json")
_MAX_PEEK = 64 * 1024 * 1024
_YAML_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?(['\"]?)(?:openapi|swagger)\1[ \t]*:[ \t]*['\"]?[23]\.[0-9]", re.MULTILINE)
_FLOW_KEY = re.compile(rb"[{,\n][ \t\r\n]*(['\"]?)(?:openapi|swagger)\1[ \t\r\n]*:[ \t\r\n]*['\"]?[23]\.[0-9]")


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim the specs of services and externals, then every other file that is one."""
    taken: set[str] = set()
    for service in estate.services.values():
        for provided in service.provides:
            if provided.spec and provided.spec not in taken:
                taken.add(provided.spec)
                yield Claim(provided.spec, SPEC, service.name, named=True, role=provided.api)
    for external in estate.externals.values():
        if external.spec and external.spec not in taken:
            taken.add(external.spec)
            yield Claim(external.spec, SPEC, external.name, named=True, role=EXTERNAL)
    for path in listing.ending(*_SUFFIXES):
        if path not in taken and _is_spec(listing, path):
            yield Claim(path, SPEC, estate.service_of(path))


def _is_spec(listing: Listing, path: str) -> bool:
    entry = listing.entries.get(path)
    if entry is None or entry.kind != "file":
        return False
    if (entry.size or 0) > _MAX_PEEK:
        return _called_a_spec(path)
    try:
        data = listing.read(path)
    except UnreadableError:
        return _called_a_spec(path)
    text = readable_text(data)
    return says_openapi(text, path) or (_called_a_spec(path) and _may_be_meant(text, path))


def _called_a_spec(path: str) -> bool:
    """Whether a file that can't be read says by its name what it is; loading it then says why it can't."""
    name = path.rpartition("/")[2].lower()
    return name.partition(".")[0] in ("openapi", "swagger")


def _may_be_meant(data: bytes, path: str) -> bool:
    """Whether a file that is called a spec says so in another form, or holds nothing that could be anything else.

    Loading it then says what is wrong. A list, or a mapping without the key, is another file of that name.
    """
    from deploycheck.documents import DocumentError, load

    try:
        documents = load(data, path)
    except DocumentError:
        return True
    values = [document.value for document in documents]
    if mappings := [value for value in values if isinstance(value, Mapping)]:
        return any(_is_version(value.get(key)) for value in mappings for key in ("openapi", "swagger"))
    return not any(isinstance(value, Sequence) and not isinstance(value, str) for value in values)


def _is_version(value: Any) -> bool:  # noqa: ANN401  as written
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def says_openapi(data: bytes, path: str) -> bool:
    """Whether the top level of a file has a key `openapi` (3.x) or `swagger` (2.x), without parsing it."""
    if b"openapi" not in data and b"swagger" not in data:
        return False
    if path.lower().endswith(".json") or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _in_json(data)
    return _YAML_KEY.search(data) is not None


def _in_json(data: bytes) -> bool:
    """Look for the key where as many braces were opened as closed, but one."""
    for found in _FLOW_KEY.finditer(data):
        before = data[: found.start() + 1]
        if before.count(b"{") - before.count(b"}") == 1:
            return True
    return False
