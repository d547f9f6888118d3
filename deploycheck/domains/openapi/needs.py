"""Which operations each version of each consumer wants, and which uses nobody can resolve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deploycheck.domains.openapi.atoms import field_steps
from deploycheck.domains.openapi.offers import Key, Provider, find
from deploycheck.domains.openapi.shapes import Fields
from deploycheck.domains.openapi.sparing import knows_answers, leaves
from deploycheck.domains.openapi.unmatched import Unmatched
from deploycheck.hooks import Sight
from deploycheck.model.service import Unresolved, Use
from deploycheck.model.suggest import did_you_mean

ALL = "all"
TRACE = "trace"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One operation that one version of a consumer wants.

    `built_against` is the provider's version whose shapes it relies on; None where that is not known. `fields` are
    those that it reads; `exact` says that it reads nothing else.
    """

    consumer: str
    label: str
    provider: str
    key: Key
    use: Use
    fields: Fields = ()
    built_against: str | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is wanted, and what stays unresolved."""

    wanted: tuple[Wanted, ...]
    unresolved: tuple[Unresolved, ...]


def wanted(sight: Sight, known: Mapping[str, Provider]) -> Asked:
    """Resolve every use of an operation in every version."""
    found: list[Wanted] = []
    unresolved: list[Unresolved] = []
    unmatched = Unmatched(known)
    uses = {label: _uses(label, sight) for label in sight.versions}
    live_uses = {_identity(use) for label in sight.live for use in uses[label]}
    consumers = {use.consumer for label in sight.live for use in uses[label]}
    providers = _by_api(known)
    for label in sight.versions:
        view = sight.versions[label][0]
        for use in uses[label]:
            if use.consumer == use.target or not _counts(use, label, sight, consumers):
                continue
            provider = _provider(use, label, sight, providers) or known.get(use.target)
            if provider is None:
                if use.evidence == TRACE:
                    continue  # recordings show traffic of every kind; who offers no spec is nobody's concern here
                candidates = (*known, *(name for one in known.values() for name in _names(one)))
                listed = use.target in view.estate.externals
                unresolved.append(Unresolved(use, label, did_you_mean(use.target, candidates), known=listed))
                continue
            keys = tuple(_keys(use, label, provider, sight))
            if use.evidence == TRACE:
                unmatched.note(use, label, provider, matched=find(provider, label, use.text) is not None)
            if not keys and use.text != ALL and use.evidence != TRACE:
                hint = did_you_mean(use.text, _offered(provider, label))
                unresolved.append(Unresolved(use, label, hint))
            basis, fields, exact = _built_against(use, label, sight, live_uses), _fields(use), knows_answers(use)
            found.extend(Wanted(use.consumer, label, provider.name, key, use, fields, basis, exact) for key in keys)
    unresolved.extend(unmatched.unresolved(use for label in sight.live for use in sight.uses.get(label, ())))
    return Asked(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unresolved)))


def _counts(use: Use, label: str, sight: Sight, consumers: set[str]) -> bool:
    """Whether a use is one of a version: what does not change has no head version of its own."""
    return label != sight.head or use.consumer in sight.units or use.consumer not in consumers


def _uses(label: str, sight: Sight) -> tuple[Use, ...]:
    """Give the uses of a version. A recording shows what runs, also one that only head holds."""
    own = sight.uses.get(label, ())
    if label == sight.head:
        return own
    known = {_identity(use) for use in own if use.evidence == TRACE}
    late = (use for use in sight.uses.get(sight.head, ()) if use.evidence == TRACE)
    return (*own, *(use for use in late if _identity(use) not in known))


def _identity(use: Use) -> tuple[object, ...]:
    return (use.consumer, use.target, use.text, use.fields, use.evidence, repr(use.details))


def _names(provider: Provider) -> set[str]:
    return {api.name for apis in provider.apis.values() for api in apis}


def _by_api(known: Mapping[str, Provider]) -> dict[tuple[str, str], Provider]:
    """Find providers by version and API."""
    found: dict[tuple[str, str], Provider] = {}
    for provider in known.values():
        for label, apis in provider.apis.items():
            for api in apis:
                found.setdefault((label, api.name), provider)
    return found


def _provider(use: Use, label: str, sight: Sight, providers: Mapping[tuple[str, str], Provider]) -> Provider | None:
    """Find who provides the API that a use names: in its own version, else in any."""
    found = (providers.get((one, use.target)) for one in (label, *sight.versions))
    return next((provider for provider in found if provider), None)


def _keys(use: Use, label: str, provider: Provider, sight: Sight) -> Iterator[Key]:
    """Give the operations that a use means; `all` is what the version at hand offers."""
    if use.text != ALL:
        key = find(provider, label, use.text)
        if key is not None and not _outlived(use, key, label, provider, sight):
            yield key
        return
    offered = provider.entries.get(label, {})
    named = {api.name for api in provider.apis.get(label, ())}
    for key, (api, _) in offered.items():
        if use.target in named and api.name != use.target:
            continue
        if label == sight.head and use.consumer in sight.units and not _in_live(provider, key, sight):
            continue  # a changed consumer of everything wants what base and head offer both
        yield key


def _outlived(use: Use, key: Key, label: str, provider: Provider, sight: Sight) -> bool:
    """Whether a recording says nothing: whoever changes may have stopped using what head does not offer."""
    changing = use.evidence == TRACE and label == sight.head and use.consumer in sight.units
    return changing and key not in provider.entries.get(label, {})


def _in_live(provider: Provider, key: Key, sight: Sight) -> bool:
    return any(key in provider.entries.get(label, {}) for label in sight.live)


def _built_against(use: Use, label: str, sight: Sight, live_uses: set[tuple[object, ...]]) -> str | None:
    """Give the version of the provider whose shapes a user relies on.

    A live version relies on the one beside it. A proposed one whose pact did not change relies on what it relied on;
    a new pact is written against head; of anything else that changed nobody knows.
    """
    if label != sight.head:
        return label
    if _identity(use) in live_uses:
        same = use.consumer not in sight.units or use.evidence == "pact"
        return sight.live[0] if same else None
    return sight.head if use.evidence == "pact" else None


def _fields(use: Use) -> Fields:
    """Give the fields that a use names, the innermost alone; of a pact at least the status that it expects."""
    steps: dict[str, list[tuple[str, ...]]] = {}
    for text in use.fields:
        status, _, rest = text.partition(".")
        steps.setdefault(status, []).append(field_steps(rest))
    if knows_answers(use):
        steps.setdefault(str(use.details["status"]), [])
    return tuple((status, one) for status, found in steps.items() for one in (leaves(found) or [()]))


def _offered(provider: Provider, label: str) -> set[str]:
    entries = provider.entries.get(label) or next(iter(provider.entries.values()), {})
    atoms = {f"{entry.method} {entry.path}" for _, entry in entries.values()}
    return atoms | {entry.operation_id for _, entry in entries.values() if entry.operation_id}
