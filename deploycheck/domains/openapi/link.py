"""The specs of one snapshot as APIs with names."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.model import Operation, canonical
from deploycheck.domains.openapi.operations import ItemReader, OperationReader
from deploycheck.domains.openapi.recognise import EXTERNAL, SPEC
from deploycheck.domains.openapi.security import Scheme, schemes
from deploycheck.domains.openapi.servers import Servers, base_path, servers
from deploycheck.domains.openapi.specification import SpecFile, Specification, parsed
from deploycheck.domains.openapi.untouched import Untouched
from deploycheck.domains.openapi.validity import Invalid, Thoroughness, invalid
from deploycheck.hooks import Linking
from deploycheck.model.change import LoadedFile
from deploycheck.model.location import Location

WEBHOOKS = ("webhooks", "x-webhooks")


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation by its names."""

    method: str
    path: str
    operation_id: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Method and path template whose parameters have no names: the same in every version."""
        return self.method, canonical(self.path)


class Api:
    """One API in one snapshot; its operations are read when somebody asks for them.

    `named` says that a manifest gives the name. `content` identifies everything that it is made of. `external` says
    that others run it. `selective` says that a comparison reads only what may differ; the findings are the same.
    """

    def __init__(  # noqa: PLR0913  one plain record
        self,
        name: str,
        service: str | None,
        specification: Specification,
        content: str,
        *,
        named: bool,
        external: bool,
        thoroughness: Thoroughness = "",
        selective: bool = True,
    ) -> None:
        self.name = name
        self.service = service
        self.specification = specification
        self.content = content
        self.named = named
        self.external = external
        self.thoroughness = thoroughness
        self.selective = selective
        self._operations: dict[tuple[str, str], tuple[Operation, ...]] = {}

    @property
    def path(self) -> str:
        """The file that holds it."""
        return self.specification.root.path

    @property
    def version(self) -> str:
        """The version of OpenAPI that its rules follow (2.0 reads as 3.0)."""
        written = self.specification.root.version
        return "3.0" if written == "2.0" else written

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.specification.root.location()

    @property
    def provider(self) -> str:
        """The component that provides it."""
        return self.service or self.name

    @property
    def info(self) -> Mapping[str, Any]:
        """The spec's `info`."""
        value = self.specification.value.get("info")
        return value if isinstance(value, dict) else {}

    @property
    def title(self) -> str:
        """The spec's title."""
        return str(self.info.get("title") or "")

    @property
    def base_path(self) -> str:
        """What all servers put before the paths."""
        return base_path(self.specification.value.get("servers"))

    @cached_property
    def servers(self) -> Servers:
        """The servers that hold where no path or operation names its own."""
        return servers(self.specification.value.get("servers"))

    @cached_property
    def definitions(self) -> Definitions:
        """The schemas that others refer to."""
        return Definitions(self.specification, self.version)

    @cached_property
    def invalid(self) -> tuple[Invalid, ...]:
        """What OpenAPI does not allow in it."""
        return invalid(self.specification, self.thoroughness)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations, in the order of the spec."""
        return tuple(self._read("paths"))

    def touched(self, found: Untouched, *sections: str) -> tuple[Operation, ...]:
        """Give the operations of some sections (`paths`, `webhooks`) but those of untouched items."""
        return tuple(
            operation for section in sections for operation in self._read(section, partial(_is_touched, found, section))
        )

    def operation(self, method: str, path: str) -> Operation | None:
        """Give one operation by its method and its path as written, without reading the others."""
        return next((one for one in self._read("paths", lambda each: each == path) if one.method == method), None)

    @cached_property
    def outline(self) -> tuple[Entry, ...]:
        """The operations by method, path and operationId, without reading them."""
        found: list[Entry] = []
        reader = ItemReader(self.specification)
        for path, item in reader.items("paths"):
            for method, operation in reader.methods(item):
                name = operation.get("operationId")
                found.append(Entry(method, path, name if isinstance(name, str) else None))
        return tuple(found)

    @cached_property
    def webhooks(self) -> tuple[Operation, ...]:
        """What the API calls at its users; `path` is the webhook's name."""
        return tuple(operation for section in WEBHOOKS for operation in self._read(section))

    @cached_property
    def schemes(self) -> Mapping[str, Scheme]:
        """The security schemes."""
        return schemes(self.specification)

    def ambiguous_operations(self) -> Iterator[tuple[Operation, Operation]]:
        """Give pairs of operations that answer to the same requests: only their parameters' names differ."""
        paths = self.specification.node("paths").value
        alike = Counter(map(canonical, paths if isinstance(paths, dict) else ()))
        if len(alike) == alike.total():
            return
        seen: dict[tuple[str, str], Operation] = {}
        for one in self._read("paths", lambda path: alike[canonical(path)] > 1):
            first = seen.setdefault((one.method, canonical(one.path)), one)
            if first is not one:
                yield first, one

    def _read(self, section: str, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Operation]:
        reader = OperationReader(self.specification, self.definitions)
        for path, item in reader.items(section, wanted=wanted):
            key = (section, path)
            if key not in self._operations:
                self._operations[key] = tuple(reader.operations(path, item, outgoing=section in WEBHOOKS))
            yield from self._operations[key]


def _is_touched(found: Untouched, section: str, name: str) -> bool:
    return not found.holds(section, name)


@dataclass(frozen=True, slots=True)
class ApiModel:
    """All APIs of a snapshot by name."""

    apis: Mapping[str, Api]
    jobs: int = 1
    """How many processes may compare them."""

    def __bool__(self) -> bool:
        return bool(self.apis)


def link(linking: Linking) -> ApiModel | None:
    """Give every spec its name: the manifest's, else its service's when that has one spec only, else its path."""
    whole = linking.options.get("route") == "full"
    files = {
        path: parsed(loaded.facts) if whole else loaded.facts
        for path, loaded in linking.files.items()
        if isinstance(loaded.facts, SpecFile)
    }
    specs = [loaded for loaded in linking.files.values() if loaded.claim.kind == SPEC and loaded.claim.path in files]
    if not specs:
        return None
    alone = Counter(loaded.claim.service for loaded in specs)
    apis: dict[str, Api] = {}
    for loaded in sorted(specs, key=lambda one: (not one.claim.named, one.claim.path)):
        name = _name(loaded, alone, apis)
        apis[name] = _api(name, loaded, files, linking)
    jobs = linking.options.get("jobs")
    return ApiModel(apis, jobs if isinstance(jobs, int) else 1)


def _name(loaded: LoadedFile, alone: Counter[str | None], taken: Mapping[str, Api]) -> str:
    claim = loaded.claim
    if claim.named:
        wished = claim.service if claim.role == EXTERNAL else claim.role
        if wished and wished not in taken:
            return wished
    if claim.service and alone[claim.service] == 1 and claim.service not in taken:
        return claim.service
    return claim.path.rpartition(".")[0]


def _api(name: str, loaded: LoadedFile, files: Mapping[str, SpecFile], linking: Linking) -> Api:
    root = files[loaded.claim.path]
    specification = Specification(root, files)
    reached = sorted(file.path for file in specification.reached)
    content = "\n".join(f"{path} {linking.files[path].content_id}" for path in reached)
    external = loaded.claim.role == EXTERNAL
    service = None if external else loaded.claim.service
    asked = linking.options.get("validate")
    thoroughness: Thoroughness = asked if asked in ("fast", "full") else ""
    return Api(
        name,
        service,
        specification,
        content,
        named=loaded.claim.named,
        external=external,
        thoroughness=thoroughness,
        selective=linking.options.get("route") != "full",
    )
