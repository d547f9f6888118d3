"""What each version of a provider offers, and under which atoms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from deploycheck.domains.openapi.link import Api, ApiModel, Entry
from deploycheck.domains.openapi.model import Operation, canonical
from deploycheck.hooks import Sight

Key = tuple[str, str]


@dataclass(frozen=True)
class Provider:
    """A component that provides APIs; `apis` is by version label, live versions first."""

    name: str
    apis: Mapping[str, tuple[Api, ...]]
    external: bool = False

    @cached_property
    def entries(self) -> Mapping[str, Mapping[Key, tuple[Api, Entry]]]:
        """Every operation of every version; versions with the same content share one answer."""
        known: dict[tuple[tuple[str, str], ...], Mapping[Key, tuple[Api, Entry]]] = {}
        found: dict[str, Mapping[Key, tuple[Api, Entry]]] = {}
        for label, apis in self.apis.items():
            content = tuple((api.path, api.content) for api in apis)
            if content not in known:
                known[content] = {entry.key: (api, entry) for api in reversed(apis) for entry in api.outline}
            found[label] = known[content]
        return found

    @cached_property
    def atoms(self) -> Mapping[Key, str]:
        """The atom of each operation: as the first version that has it writes its path."""
        found: dict[Key, str] = {}
        for entries in self.entries.values():
            for key, (_, entry) in entries.items():
                found.setdefault(key, f"{entry.method} {entry.path}")
        return found

    @property
    def differs(self) -> bool:
        """Whether its versions offer different specs."""
        return len({tuple(sorted(api.content for api in apis)) for apis in self.apis.values()}) > 1

    def offers(self, label: str) -> frozenset[str]:
        """Give the atoms of the operations that a version offers."""
        return frozenset(self.atoms[key] for key in self.entries.get(label, {}))

    def operation(self, label: str, key: Key) -> tuple[Api, Operation] | None:
        """Give an operation of a version, read whole."""
        found = self.entries.get(label, {}).get(key)
        if found is None:
            return None
        api, entry = found
        operation = api.operation(entry.method, entry.path)
        return None if operation is None else (api, operation)


def providers(sight: Sight) -> dict[str, Provider]:
    """Give every component that provides an API in any version."""
    found: dict[str, dict[str, list[Api]]] = {}
    external: set[str] = set()
    for label, (_, model) in sight.versions.items():
        for api in (*_apis(model), *_unread(label, sight)):
            found.setdefault(api.provider, {}).setdefault(label, []).append(api)
            if api.external:
                external.add(api.provider)
    return {
        name: Provider(name, {label: tuple(apis) for label, apis in versions.items()}, name in external)
        for name, versions in sorted(found.items())
    }


def _apis(model: ApiModel | None) -> Iterable[Api]:
    return model.apis.values() if model is not None else ()


def _unread(label: str, sight: Sight) -> Iterable[Api]:
    """Give the APIs whose files could not be read in this version, as the first other version has them."""
    view, model = sight.versions[label]
    known = {api.path for api in _apis(model)}
    found: dict[str, Api] = {}
    for other, (_, others) in sight.versions.items():
        if other != label:
            for api in _apis(others):
                if api.path in view.unread and api.path not in known:
                    found.setdefault(api.path, api)
    return found.values()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a concrete or templated path leads: an operation of a provider."""

    key: Key
    literal: int = field(default=0, compare=False)


def find(provider: Provider, label: str, text: str) -> Key | None:
    """Give the operation that `text` means: an operationId, `METHOD /template`, or `METHOD /concrete/path`.

    The version `label` is asked first, then the others in their order.
    """
    labels = [label, *(other for other in provider.entries if other != label)]
    for one in labels:
        if key := _find(provider.entries.get(one, {}), text):
            return key
    return None


def find_in(api: Api, text: str) -> Key | None:
    """Give the operation of one API that `text` means."""
    return _find({entry.key: (api, entry) for entry in api.outline}, text)


def _find(entries: Mapping[Key, tuple[Api, Entry]], text: str) -> Key | None:
    method, _, path = text.strip().partition(" ")
    path = path.strip().partition("?")[0]
    if not path:
        return next((key for key, (_, entry) in entries.items() if entry.operation_id == text.strip()), None)
    method = method.upper()
    exact = (method, canonical(path))
    if exact in entries:
        return exact
    best: Place | None = None
    for key, (api, entry) in entries.items():
        if key[0] != method:
            continue
        for template in {entry.path, api.base_path + entry.path}:
            literal = _fits(template, path)
            if literal is not None and (best is None or literal > best.literal):
                best = Place(key, literal)
    return best.key if best else None


def _fits(template: str, path: str) -> int | None:
    """Give how many segments a path shares literally with a template; None where it does not fit."""
    wanted, given = template.strip("/").split("/"), path.strip("/").split("/")
    if len(wanted) != len(given):
        return None
    literal = 0
    for want, got in zip(wanted, given, strict=True):
        if want == got:
            literal += 1
        elif "{" not in want or not got or not _fills(want, got):
            return None
    return literal


def _fills(want: str, got: str) -> bool:
    """Whether a segment with parameters in it (`{id}`, `{id}.json`) can read like this."""
    before, _, rest = want.partition("{")
    after = rest.rpartition("}")[2]
    return got.startswith(before) and got.endswith(after) and len(got) > len(before) + len(after)
