"""`deploycheck-deployments.yaml`: which versions of each service are live in each environment."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from deploycheck.documents.shape import read_shape
from deploycheck.documents.yaml import load_yaml_one
from deploycheck.model.errors import SourceError
from deploycheck.model.record import Record, field
from deploycheck.model.service import RECORD

SCHEMA = "deploycheck.deployments/v1"

_PLAIN = re.compile(r"[A-Za-z][\w./-]*", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class DeploymentsShape(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What runs: for each environment the git refs of each service, the oldest live version first."""

    schema: Literal["deploycheck.deployments/v1"] = "deploycheck.deployments/v1"
    environments: dict[str, dict[str, str | list[str]] | None] = {}


class Deployments(Record):
    """The live versions (git refs) by environment and service, oldest first; the first of them is base."""

    environments: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def live(self, environment: str) -> Mapping[str, tuple[str, ...]]:
        """Give what is live in an environment; nothing where nobody has recorded it."""
        return self.environments.get(environment, {})


def load_deployments(data: bytes, path: str = RECORD) -> Deployments:
    """Read the file; raises SourceError for the first thing in it that is not as it should be."""
    document = load_yaml_one(data, path)
    if document.value is None:
        return Deployments()
    shape, problems = read_shape(document, DeploymentsShape)
    if shape is None:
        raise SourceError(problems[0].message, path, problems[0].line)
    return Deployments(
        {
            environment: {
                service: (versions,) if isinstance(versions, str) else tuple(dict.fromkeys(versions))
                for service, versions in (services or {}).items()
            }
            for environment, services in shape.environments.items()
        }
    )


def record(deployments: Deployments, service: str, environment: str, version: str, *, add: bool = False) -> Deployments:
    """Give the deployments with `version` of a service live; `add` keeps the older ones live beside it."""
    services = dict(deployments.live(environment))
    older = tuple(one for one in services.get(service, ()) if one != version) if add else ()
    services[service] = (*older, version)
    return Deployments({**deployments.environments, environment: services})


def dump_deployments(deployments: Deployments) -> str:
    """Write the file's text, environments and services in their order; comments of an older file are not kept."""
    return "\n".join(_lines(deployments)) + "\n"


def _lines(deployments: Deployments) -> Iterator[str]:
    yield f"schema: {SCHEMA}"
    yield "environments:" if deployments.environments else "environments: {}"
    for environment, services in deployments.environments.items():
        yield f"  {_text(environment)}:" if services else f"  {_text(environment)}: {{}}"
        for service, versions in services.items():
            one = _text(versions[0]) if len(versions) == 1 else f"[{', '.join(map(_text, versions))}]"
            yield f"    {_text(service)}: {one}"


def _text(text: str) -> str:
    """Write a text so that YAML reads it as one: a commit such as `1e5` would be a number without quotes."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
