"""Which files are specs: those that manifests name, and those that say so near their beginning."""

import re
from collections.abc import Iterator

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
_YAML_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?(?:openapi|swagger)[ \t]*:[ \t]*['\"]?[23]\.[0-9]", re.MULTILINE)
_QUOTED_KEY = re.compile(rb"[{,\n][ \t\r\n]*\"(?:openapi|swagger)\"[ \t\r\n]*:[ \t\r\n]*\"[23]\.[0-9]")


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
    return says_openapi(readable_text(data), path)


def _called_a_spec(path: str) -> bool:
    """Whether a file that can't be read says by its name what it is; loading it then says why it can't."""
    name = path.rpartition("/")[2].lower()
    return name.partition(".")[0] in ("openapi", "swagger")


def says_openapi(data: bytes, path: str) -> bool:
    """Whether the top level of a file has a key `openapi` (3.x) or `swagger` (2.x), without parsing it."""
    if b"openapi" not in data and b"swagger" not in data:
        return False
    if path.lower().endswith(".json") or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _in_json(data)
    return _YAML_KEY.search(data) is not None


def _in_json(data: bytes) -> bool:
    """Look for the key where as many braces were opened as closed, but one."""
    for found in _QUOTED_KEY.finditer(data):
        before = data[: found.start() + 1]
        if before.count(b"{") - before.count(b"}") == 1:
            return True
    return False
