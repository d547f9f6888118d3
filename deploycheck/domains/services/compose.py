"""Compose files: which services are built here, and whom they call by host name."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.documents.document import Document
from deploycheck.documents.yaml import load_yaml
from deploycheck.domains.services.tree import base_name
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_FILE = re.compile(r"(docker-)?compose([.-][\w.-]+)?\.ya?ml")
_TESTS = frozenset({"ci", "e2e", "test", "testing", "tests"})
_HOST_PORT = re.compile(r"(?:^|//|@|[\s,=])([a-z][a-z0-9_.-]*):([0-9]{2,5}|\$\{?\w+\}?)(?![\w.])")


class Host(Record):
    """A host that a compose service needs; `port` is None for `depends_on`. Both may hold `${...}`."""

    name: str
    port: str | None
    location: Location


class ComposeService(Record):
    """One service of a compose file. `context` and `dockerfile` are as written, None where it isn't built here.

    `variables` are those that it takes over from the environment, with or without a value of their own.
    """

    name: str
    location: Location
    context: str | None = None
    dockerfile: str | None = None
    image: str | None = None
    profiles: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    variables: tuple[tuple[str, str, Location], ...] = ()

    @property
    def built(self) -> bool:
        """Whether its image is made in this repository, and not for tests alone."""
        words = {*re.split(r"[.-]", base_name(self.location.path)), *self.profiles}
        for_tests = not _TESTS.isdisjoint(words)
        return self.context is not None and not for_tests


def is_compose(path: str) -> bool:
    """Whether a file is a compose file, by its name; what lies in `templates/` becomes one only later."""
    if not path.endswith((".yaml", ".yml")) or _FILE.fullmatch(base_name(path)) is None:
        return False
    return "templates" not in path.split("/")[:-1]


def parse_compose(data: bytes, path: str) -> tuple[ComposeService, ...]:
    """Read the services of a compose file; raises SourceError."""
    found: list[ComposeService] = []
    for document in load_yaml(data, path):
        services = document.value.get("services") if isinstance(document.value, dict) else None
        for name, entry in (services if isinstance(services, dict) else {}).items():
            if isinstance(entry, dict):
                found.append(_service(document, name, entry))
    return tuple(found)


def host_ports(text: str) -> Iterator[tuple[str, str]]:
    """Give the `host:port` pairs in a value: plain, in URLs and in lists."""
    for found in _HOST_PORT.finditer(text):
        yield found[1], found[2]


def _service(document: Document, name: str, entry: Mapping[str, Any]) -> ComposeService:
    build = entry.get("build")
    context = dockerfile = None
    if isinstance(build, str):
        context = build
    elif isinstance(build, dict):
        context = str(build.get("context") or ".")
        dockerfile = str(build["dockerfile"]) if build.get("dockerfile") else None
    profiles = entry.get("profiles")
    return ComposeService(
        name=name,
        location=document.location(("services", name)),
        context=context,
        dockerfile=dockerfile,
        image=str(entry["image"]) if entry.get("image") else None,
        profiles=tuple(str(one) for one in profiles) if isinstance(profiles, list) else (),
        hosts=tuple(_depends_on(document, name, entry.get("depends_on"))),
        variables=tuple(_variables(document, name, entry.get("environment"))),
    )


def _depends_on(document: Document, name: str, entry: Any) -> Iterator[Host]:  # noqa: ANN401  any YAML
    where = ("services", name, "depends_on")
    if isinstance(entry, list):
        for index, one in enumerate(entry):
            yield Host(str(one), None, document.location((*where, index)))
    elif isinstance(entry, dict):
        for one in entry:
            yield Host(one, None, document.location((*where, one)))


def _variables(document: Document, name: str, entry: Any) -> Iterator[tuple[str, str, Location]]:  # noqa: ANN401
    where = ("services", name, "environment")
    if isinstance(entry, dict):
        for key, value in entry.items():
            text = f"${{{key}}}" if value is None else str(value)
            yield key, text, document.location((*where, key))
    elif isinstance(entry, list):
        for index, one in enumerate(entry):
            key, sign, value = str(one).partition("=")
            yield key, value if sign else f"${{{key}}}", document.location((*where, index))
