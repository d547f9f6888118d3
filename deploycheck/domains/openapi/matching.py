"""Which API of head continues which of base, and which operation which."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from deploycheck.domains.openapi.link import Api, ApiModel
from deploycheck.domains.openapi.model import Operation, canonical
from deploycheck.domains.openapi.untouched import Untouched, meeting

Key = tuple[str, str]
"""Method and path template whose parameters have no names."""


@dataclass(frozen=True, slots=True)
class ApiPair:
    """An API on both sides; one side is None where it came or went."""

    base: Api | None
    head: Api | None


def pair_apis(base: ApiModel | None, head: ApiModel | None) -> tuple[ApiPair, ...]:
    """Match by name, path, title, then by the file's name with the title, and the file's name alone.

    Whatever is matched by is unique on both sides. What is left single on both sides is one API, too.
    """
    left = dict(base.apis) if base else {}
    right = dict(head.apis) if head else {}
    pairs: list[ApiPair] = []
    for matches in (_by_name, _by_path, _by_title, _by_file_and_title, _by_file, _by_being_alone):
        for old, new in list(matches(left, right)):
            pairs.append(ApiPair(left.pop(old), right.pop(new)))
    pairs.extend(ApiPair(api, None) for api in left.values())
    pairs.extend(ApiPair(None, api) for api in right.values())
    return tuple(pairs)


def _by_name(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    yield from ((name, name) for name in left if name in right)


def _by_path(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    paths = {api.path: name for name, api in right.items()}
    yield from ((name, paths[api.path]) for name, api in left.items() if api.path in paths)


def _by_title(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    yield from _by(left, right, lambda api: api.title)


def _by_file_and_title(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    yield from _by(left, right, lambda api: f"{_file(api)} {api.title}" if api.title else "")


def _by_file(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    """Match specs in other folders whose files have a name that says something."""
    yield from _by(left, right, lambda api: "" if _file(api) in _ANY_SPEC else _file(api))


_ANY_SPEC = ("openapi", "swagger", "api", "spec", "index", "main", "root")
"""What anybody calls a spec."""


def _by(left: Mapping[str, Api], right: Mapping[str, Api], mark: Callable[[Api], str]) -> Iterator[tuple[str, str]]:
    old, new = _unique(left.values(), mark), _unique(right.values(), mark)
    yield from ((old[text].name, new[text].name) for text in old if text and text in new)


def _unique(apis: Iterable[Api], mark: Callable[[Api], str]) -> dict[str, Api]:
    """Give APIs by what marks them, where the mark is theirs alone."""
    found: dict[str, list[Api]] = {}
    for api in apis:
        found.setdefault(mark(api), []).append(api)
    return {text: listed[0] for text, listed in found.items() if len(listed) == 1}


def _file(api: Api) -> str:
    """Name a spec's file without its folder and ending, so that one written in another format is the same."""
    return api.path.rpartition("/")[2].rpartition(".")[0]


def _by_being_alone(left: Mapping[str, Api], right: Mapping[str, Api]) -> Iterator[tuple[str, str]]:
    """Match two single specs that stand in the same folder, or are all that there is."""
    if len(left) == 1 and len(right) == 1:
        (old,), (new,) = left.values(), right.values()
        if old.service == new.service and _folder(old) == _folder(new):
            yield old.name, new.name


def _folder(api: Api) -> str:
    return api.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class OperationMatch:
    """The operations of two versions of an API that may differ, matched."""

    both: tuple[tuple[Operation, Operation], ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]
    moved: tuple[str, str] | None = None
    """Base paths of the servers before and after, where they moved every operation."""


def pair_operations(base: Api, head: Api, found: Untouched | None = None) -> OperationMatch:
    """Match by method and path with the servers' base path; where that fits nothing, without it.

    Operations that are untouched are left out: they are on both sides, and the same.
    """
    if found is not None:
        mine, theirs = base.touched(found, "paths"), head.touched(found, "paths")
        if alike := meeting(base, found, {text for one in (*mine, *theirs) for text in _templates(one)}):
            found.give_up(alike)
            return pair_operations(base, head, found)
        return _match(_keyed(mine, joined=True), _keyed(theirs, joined=True))
    joined = _match(_keyed(base.operations, joined=True), _keyed(head.operations, joined=True))
    if base.base_path == head.base_path:
        return joined
    bare = _match(_keyed(base.operations, joined=False), _keyed(head.operations, joined=False))
    if len(joined.both) >= len(bare.both):
        return joined
    return OperationMatch(bare.both, bare.removed, bare.added, (base.base_path, head.base_path))


def _templates(one: Operation) -> tuple[str, str]:
    return canonical(one.path), canonical(one.full_path)


def _keyed(operations: Iterable[Operation], *, joined: bool) -> dict[Key, Operation]:
    found: dict[Key, Operation] = {}
    for one in operations:
        found.setdefault((one.method, canonical(one.full_path if joined else one.path)), one)
    return found


def _match(base: Mapping[Key, Operation], head: Mapping[Key, Operation]) -> OperationMatch:
    return OperationMatch(
        tuple((one, head[key]) for key, one in base.items() if key in head),
        tuple(one for key, one in base.items() if key not in head),
        tuple(one for key, one in head.items() if key not in base),
    )
