"""Whether a JSON Schema is one, by the meta-schema of its draft."""

from collections.abc import Iterator
from typing import Any, Final

from deploycheck.domains.messages.json_schema.drafts import META_SCHEMAS, draft_of

Steps = tuple[str | int, ...]
LONGEST: Final = 200


def invalid_places(document: Any) -> Iterator[tuple[Steps, str]]:  # noqa: ANN401  any JSON
    """Give the first place where a document breaks its meta-schema, with what is wrong there.

    Only the meta-schemas that come with the validator are used: it would fetch any other one. A document of a draft
    that has none is not judged.
    """
    import jsonschema_rs

    if not isinstance(document, dict | bool):
        yield (), "a JSON Schema is an object or a boolean"
        return
    identity = META_SCHEMAS.get(draft_of(document))
    if identity is None:
        return
    known = {**document, "$schema": identity} if isinstance(document, dict) else document
    try:
        jsonschema_rs.meta.validate(known)
    except jsonschema_rs.ValidationError as error:
        yield tuple(error.instance_path), error.message[:LONGEST]
    except (ValueError, TypeError, RecursionError):
        yield (), "it is no JSON Schema"
