"""Whether a spec is what OpenAPI says a spec is: its meta-schema, references that lead nowhere, and the full check."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal, cast

from deploycheck.documents.json_parts import whole
from deploycheck.domains.openapi.inlining import Inliner, source
from deploycheck.domains.openapi.multiplying import multiplies
from deploycheck.domains.openapi.references import along, references, written
from deploycheck.domains.openapi.specification import SpecFile, Specification, Spot

Thoroughness = Literal["", "fast", "full"]
FULL_BELOW: Final = 200_000
"""Bytes of a spec up to which the full check runs when nobody says how thorough to be."""
_MOST = 50
_MULTIPLIES: Final = "the references multiply beyond what can be followed, so only the form of the spec was checked"


@dataclass(frozen=True, slots=True)
class Invalid:
    """One thing that OpenAPI does not allow, and where it stands."""

    message: str
    spot: Spot
    keyword: str = ""
    """The keyword of the meta-schema that refuses it, where its message quotes the value that stands there."""

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same in another version: a value that is wrong in the same way is no news."""
        return self.spot.pointer, self.keyword or self.message


def invalid(specification: Specification, thoroughness: Thoroughness = "") -> tuple[Invalid, ...]:
    """Give what is not allowed in a spec, in the order in which it is found, at most 50 things."""
    found: dict[str, Invalid] = {}
    files = specification.reached
    lost = [one for file in files for one in _lost(specification, file)]
    for one in [*_against_meta_schema(specification), *lost]:
        found.setdefault(one.spot.pointer + one.spot.file.path, one)
    refused = any(file.refused for file in files)
    size = sum(file.size for file in files)
    wished = thoroughness == "full" or (not thoroughness and size < FULL_BELOW)
    if wished and not found and not refused:  # the full check expects what the meta-schema has let pass
        spot = multiplies(specification)
        for one in _fully(specification) if spot is None else [Invalid(_MULTIPLIES, spot)]:
            found.setdefault(one.spot.pointer + one.message, one)
    return tuple(found.values())[:_MOST]


def _lost(specification: Specification, file: SpecFile) -> Iterator[Invalid]:
    if file.text is not None and all(specification.named(text, file.path) for text in written(file.text)):
        return
    refused = {one.text for one in file.refused}
    for text, trail in references(file.value):
        if text in refused or specification.named(text, file.path) is not None:
            continue
        spot = Spot(file, tuple(map(str, along(trail))))
        base = specification.base(spot)
        if not base or isinstance(specification.meant(text, file.path, base), str):
            yield Invalid(f"the reference {text!r} leads nowhere", spot)


@cache
def _meta_schema(version: str) -> Any:  # noqa: ANN401  a validator of jsonschema-rs
    import jsonschema_rs

    package = find_spec("openapi_spec_validator")
    places = package.submodule_search_locations if package else None
    folder = Path(next(iter(places or ("",)))) / "resources" / "schemas" / f"v{version}"
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    if "$dynamicAnchor" in schema.get("$defs", {}).get("schema", {}):  # leaves open what a schema is
        schema["$defs"]["schema"]["$ref"] = "https://json-schema.org/draft/2020-12/schema"
    return jsonschema_rs.validator_for(schema, retriever=_refuse)


def _refuse(uri: str) -> Any:  # noqa: ANN401  never returns
    raise ValueError(f"nothing is fetched: {uri}")


def _against_meta_schema(specification: Specification) -> Iterator[Invalid]:
    root = specification.root
    document = Inliner(specification).document()
    alone = document is root.document.value
    plain = whole(root.document) if alone else document
    for error in _meta_schema(root.version).iter_errors(plain):
        for leaf in _telling(error):
            steps = tuple(str(step) for step in leaf.instance_path)
            spot = Spot(root, steps) if alone else source(specification, steps)
            yield Invalid(_cut(leaf.message), spot, leaf.kind.name if leaf.kind.name in _QUOTING else "")


_QUOTING = ("type", "enum", "const", "pattern", "format", "minProperties", "minItems", "uniqueItems", "anyOf", "oneOf")


def _telling(error: Any) -> list[Any]:  # noqa: ANN401  errors of jsonschema-rs
    """Give the errors that say most: in a union, all in the branch that was meant."""
    branches = [branch for branch in getattr(error.kind, "context", None) or () if branch]
    branches = [branch for branch in branches if not _wants_reference(branch)] or branches
    branches = [branch for branch in branches if not _wants_another_kind(branch)] or branches
    if not branches:
        return [error]
    best = min(branches, key=lambda branch: (-max(len(one.instance_path) for one in branch), len(branch)))
    inner = [leaf for one in best for leaf in _telling(one)]
    # where several branches fail at the same place nobody knows which of them was meant
    alone = len(branches) == 1 or max(len(leaf.instance_path) for leaf in inner) > len(error.instance_path)
    return inner if alone else [error]


def _wants_reference(branch: list[Any]) -> bool:
    return any("$ref" in one.message and one.kind.name == "required" for one in branch)


def _wants_another_kind(branch: list[Any]) -> bool:
    """Whether a branch speaks of another kind of thing, as the branch for keys does of a scheme of type `http`."""
    return any(one.kind.name in ("enum", "const") and list(one.instance_path)[-1:] == ["type"] for one in branch)


def _cut(message: str) -> str:
    return message if len(message) <= _LONGEST else "..." + message[-_LONGEST:]


_LONGEST = 160


def _fully(specification: Specification) -> Iterator[Invalid]:
    """Ask openapi-spec-validator; what references name comes out of the snapshot, and nowhere else from."""
    from jsonschema_path.paths import SchemaPath
    from openapi_spec_validator.validation import exceptions, validators
    from referencing.exceptions import Unresolvable

    root = specification.root
    kinds = {
        "2.0": validators.OpenAPIV2SpecValidator,
        "3.0": validators.OpenAPIV30SpecValidator,
        "3.1": validators.OpenAPIV31SpecValidator,
        "3.2": validators.OpenAPIV32SpecValidator,
    }
    beyond = (  # what no meta-schema can say; that `required` may name what no property describes it does not know
        exceptions.DuplicateOperationIDError,
        exceptions.ParameterDuplicateError,
        exceptions.UnresolvableParameterError,
    )

    def held(uri: str) -> Any:  # noqa: ANN401  any document
        file = specification.files.get(uri.removeprefix("file:///"))
        if file is None:
            raise OSError(f"{uri} is no file of the snapshot")
        return whole(file.document)

    document = cast("Any", whole(root.document))
    path = SchemaPath.from_dict(document, base_uri=f"file:///{root.path}", handlers={"file": held})
    try:
        for error in kinds[root.version](path).iter_errors():
            if isinstance(error, beyond):
                message = str(error.message).partition("\n")[0]
                yield Invalid(_cut(message), Spot(root, _meant(message, root.value)))
    except Unresolvable as error:
        if specification.naming:
            return  # it knows no schema by its own name; that every reference leads somewhere was seen before
        yield Invalid(f"the reference {error.ref!r} leads nowhere", Spot(root))
    except RecursionError:
        return


def _meant(message: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the place that a message without one speaks of: a path, or the operation with an operationId."""
    paths = value.get("paths")
    items = paths.items() if isinstance(paths, dict) else ()
    for path, _ in items:
        if repr(path) in message:
            return "paths", path
    for path, item in items:
        for method, operation in item.items() if isinstance(item, dict) else ():
            if isinstance(operation, dict) and repr(operation.get("operationId")) in message:
                return "paths", path, method
    return ()
