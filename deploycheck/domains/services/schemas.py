"""The JSON Schemas of the files that this domain reads, made from the types that check them."""

from typing import Any

import msgspec

from deploycheck.domains.services.deployments import SCHEMA as DEPLOYMENTS
from deploycheck.domains.services.deployments import DeploymentsShape
from deploycheck.domains.services.manifest_shape import SCHEMA as MANIFEST
from deploycheck.domains.services.manifest_shape import ManifestShape

_SHAPES: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "manifest": (MANIFEST, ManifestShape),
    "deployments": (DEPLOYMENTS, DeploymentsShape),
}
NAMES = tuple(_SHAPES)
"""What `schema` knows."""


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema of `manifest` or `deployments`; raises KeyError for another name."""
    identity, shape = _SHAPES[name]
    (found,), definitions = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": identity, **found, "$defs": definitions}
