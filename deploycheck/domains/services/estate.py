"""The estate of a snapshot: its manifests, completed by what can be inferred, and checked as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from deploycheck.domains.services.tree import CODEOWNERS, DOCKERFILE, MANIFEST, Tree, base_name, folder_of, image_name
from deploycheck.hooks import Listing
from deploycheck.model.finding import Problem
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, field, replace
from deploycheck.model.service import Estate, Service
from deploycheck.model.snapshot import UnreadableError
from deploycheck.model.suggest import did_you_mean

if TYPE_CHECKING:
    from deploycheck.domains.services.codeowners import CodeOwners
    from deploycheck.domains.services.manifest import Manifest

RUNBOOKS = ("docs/runbook.md", "docs/RUNBOOK.md", "runbook.md", "RUNBOOK.md")
"""Where a service's runbook is looked for in its folder, when its manifest names none."""


class Named(Protocol):
    """Anything that a manifest declares under a name."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def location(self) -> Location:
        """Where it is declared."""
        ...


Declared = TypeVar("Declared", bound=Named)


class _Register(Draft):
    """Joins what several manifests declare, and notes what is declared twice."""

    problems: list[Problem] = field(default_factory=list)

    def join(self, what: str, items: Iterable[Declared]) -> dict[str, Declared]:
        found: dict[str, Declared] = {}
        for item in items:
            first = found.setdefault(item.name, item)
            if first is not item:
                self.twice(what, item.name, first.location, item.location)
        return found

    def twice(self, what: str, name: str, first: Location, second: Location) -> None:
        message = f"{what} {name} is declared here and in {first}; keep one of the two"
        self.problems.append(Problem(message, second.path, second.line))

    def wrong(self, message: str, location: Location) -> None:
        self.problems.append(Problem(message, location.path, location.line))


def read_estate(listing: Listing) -> Estate:
    """Give the estate of one snapshot; what is wrong in a manifest stands in its `problems`."""
    tree = Tree(listing.entries)
    manifests = [_manifest(listing, path, tree) for path in _manifest_paths(listing)]
    register = _Register([problem for one in manifests for problem in one.problems])
    register.problems.extend(_misnamed(listing))
    declared = register.join("service", (service for one in manifests for service in one.services))
    groups = register.join("cut-over group", (group for one in manifests for group in one.groups))
    estate = Estate(
        services=_services(listing, tree, declared, manifests),
        databases=register.join("database", (item for one in manifests for item in one.databases)),
        topics=register.join("topic", (item for one in manifests for item in one.topics)),
        clients=register.join("client", (item for one in manifests for item in one.clients)),
        externals=register.join("external", (item for one in manifests for item in one.externals)),
        environments=register.join("environment", (item for one in manifests for item in one.environments)),
        groups={name: group.members for name, group in groups.items()},
        manifests=tuple(one.path for one in manifests),
        traces=tuple(item for one in manifests for item in one.traces),
    )
    _check_names(estate, register)
    _check_groups(estate, {name: group.location for name, group in groups.items()}, register)
    return replace(_grouped(estate), problems=tuple(register.problems))


def read_codeowners(listing: Listing) -> "CodeOwners":
    """Give the lines of the CODEOWNERS file that counts; empty where there is none, or none that can be read."""
    from deploycheck.domains.services.codeowners import CodeOwners, parse_codeowners

    path = next((path for path in CODEOWNERS if path in listing.entries), None)
    if path is None:
        return CodeOwners()
    try:
        return parse_codeowners(listing.read(path), path)
    except UnreadableError:
        return CodeOwners()


def _manifest_paths(listing: Listing) -> Iterator[str]:
    """Give the manifest at the root first; it is read even where recognition may not look."""
    if MANIFEST in listing.entries:
        yield MANIFEST
    yield from (path for path in listing.ending(".yaml") if path.endswith(f"/{MANIFEST}"))


def _manifest(listing: Listing, path: str, tree: Tree) -> "Manifest":
    from deploycheck.domains.services.manifest import Manifest, read_manifest

    try:
        return read_manifest(listing.read(path), path, tree)
    except UnreadableError as error:
        return Manifest(path, problems=(Problem(f"the manifest cannot be read: {error.reason}", path),))


_MISNAMED = ("deploycheck.yml", "deploycheck.json")


def _misnamed(listing: Listing) -> Iterator[Problem]:
    for path in listing.ending(".yml", ".json"):
        if base_name(path) in _MISNAMED:
            yield Problem(f"a manifest is called {MANIFEST}; rename this file, it is not read", path)


def _services(
    listing: Listing, tree: Tree, declared: Mapping[str, Service], manifests: "list[Manifest]"
) -> dict[str, Service]:
    placed = {name for one in manifests for name in one.placed}
    alone = {service.name for one in manifests if len(one.services) == 1 for service in one.services}
    fixed = frozenset(name for name, one in declared.items() if name in placed | alone or folder_of(one.location.path))
    inferred = _inferred(listing, tree, frozenset(declared[name].path for name in fixed))
    if not declared and not inferred:
        return {}
    joined = dict(inferred)
    for name, service in declared.items():
        known = inferred.get(name)
        joined[name] = _completed(service, known, fixed=name in fixed) if known else service
    owners = read_codeowners(listing)
    return {one.name: _with_people(one, owners, tree) for one in sorted(joined.values(), key=_order)}


def _inferred(listing: Listing, tree: Tree, declared_folders: frozenset[str]) -> Mapping[str, Service]:
    """Give the services that no manifest declares, where any file may tell of one."""
    if not listing.ending(".yaml", ".yml") and not listing.holding(DOCKERFILE):
        return {}
    from deploycheck.domains.services.inference import infer_services

    return infer_services(listing, tree, declared_folders)


def _order(service: Service) -> tuple[bool, str]:
    """By name; first those that their image is named for, as of several in one folder the first owns its files."""
    return image_name(service.image or "") != service.name, service.name


def _completed(declared: Service, inferred: Service, *, fixed: bool) -> Service:
    """Give a declared service with what we know of it besides; its folder is the manifest's where that says one."""
    return replace(
        declared,
        path=declared.path if fixed else inferred.path,
        origin=inferred.origin,
        owner=declared.owner or inferred.owner,
        image=declared.image or inferred.image,
        provides=declared.provides or inferred.provides,
        consumes=declared.consumes or inferred.consumes,
    )


def _with_people(service: Service, owners: "CodeOwners", tree: Tree) -> Service:
    """Add owner and runbook: the manifest's owner counts before CODEOWNERS, and that before Backstage's."""
    stated = service.owner if service.origin == "manifest" else None
    owner = stated or owners.of_folder(service.path) or service.owner
    inside = f"{service.path}/" if service.path else ""
    found = next((inside + name for name in RUNBOOKS if tree.is_file(inside + name)), None)
    if (owner, service.runbook or found) == (service.owner, service.runbook):
        return service
    return replace(service, owner=owner, runbook=service.runbook or found)


def _check_names(estate: Estate, register: _Register) -> None:
    """Names of components and of APIs are unique, and the databases that services name exist."""
    components: dict[str, Location] = {}
    apis: dict[str, Location] = {}
    for what, items in (("service", estate.services), ("client", estate.clients), ("external", estate.externals)):
        for name, item in items.items():
            if name in components:
                register.twice(what, name, components[name], item.location)
            components.setdefault(name, item.location)
    for service in estate.services.values():
        for provided in service.provides:
            location = provided.location or service.location
            if provided.api in apis:
                register.twice("API", provided.api, apis[provided.api], location)
            apis.setdefault(provided.api, location)
        for database in dict.fromkeys((*service.databases, *service.queries)):
            if database not in estate.databases:
                hint = did_you_mean(database, estate.databases) or "; declare it under `databases`"
                register.wrong(
                    f"service {service.name} uses a database {database} that nobody declares{hint}", service.location
                )


def _check_groups(estate: Estate, places: Mapping[str, Location], register: _Register) -> None:
    known = {**estate.services, **estate.clients, **estate.databases}
    member_of: dict[str, str] = {}
    for name, members in estate.groups.items():
        for member in members:
            if member not in known:
                hint = did_you_mean(member, known)
                register.wrong(f"cut-over group {name} names {member}, which is not in the estate{hint}", places[name])
            elif member_of.setdefault(member, name) != name:
                register.wrong(f"{member} is in two cut-over groups, {member_of[member]} and {name}", places[name])


def _grouped(estate: Estate) -> Estate:
    """Note on each service its cut-over group."""
    group_of = {member: name for name, members in estate.groups.items() for member in members}
    services = {
        name: replace(service, group=group_of[name]) if name in group_of else service
        for name, service in estate.services.items()
    }
    return replace(estate, services=services)
