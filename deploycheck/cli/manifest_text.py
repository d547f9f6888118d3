"""A manifest to start from, with what was inferred."""

import json
from collections.abc import Iterator

from deploycheck.model.service import Estate, Service

HEAD = """# What deploycheck could not infer goes here; everything may be left out.
# Keys: path, owner, tier, runbook, provides, consumes, databases, queries, emits, reads, flags, rollout.
schema: deploycheck.manifest/v1
"""


def manifest_text(estate: Estate) -> str:
    """Write the manifest for an estate: a service each, with owner and folder as found."""
    if not estate.services:
        return HEAD + "services: {}\n"
    return HEAD + "services:\n" + "\n".join(line for service in _sorted(estate) for line in _lines(service)) + "\n"


def _sorted(estate: Estate) -> list[Service]:
    return sorted(estate.services.values(), key=lambda service: service.name)


def _lines(service: Service) -> Iterator[str]:
    yield f"  {json.dumps(service.name)}:  # inferred from {service.location}"
    yield f"    path: {json.dumps('/' + service.path)}"
    if service.owner:
        yield f"    owner: {json.dumps(service.owner)}"
    if service.runbook:
        yield f"    runbook: {json.dumps('/' + service.runbook)}"
