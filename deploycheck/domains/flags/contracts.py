"""Flags as components that provide their atoms, and the needs of the services that read them."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.flags.model import Flag, FlagCall, FlagModel, atom_of, component_of
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Need, Unchanged, Version
from deploycheck.model.location import Location
from deploycheck.model.service import Unresolved, Use
from deploycheck.model.suggest import did_you_mean


def uses_of(model: FlagModel | None) -> Iterator[Use]:
    """Give every read outside of tests as a use, whose `details` is the call."""
    for calls in model.calls.values() if model else ():
        for call in calls:
            if call.service and not call.test:
                yield Use(call.service, "flag", call.key, call.key, call.location, evidence="code", details=call)


def contract_flags(sight: Sight) -> Contribution:
    """Give flags and their readers; a flag that no version declares is unresolved."""
    models = {label: model or FlagModel() for label, (_, model) in sight.versions.items()}
    declared = {key for model in models.values() for key in model.flags}
    components = [_flag(key, models, sight) for key in sorted(declared)]
    components += _readers(sight, models, declared)
    return Contribution(tuple(components), tuple(_unresolved(sight, models, declared)))


def _flag(key: str, models: Mapping[str, FlagModel], sight: Sight) -> Component:
    by_label = {label: model.flags[key] for label, model in models.items() if key in model.flags}
    deployed = tuple(label for label in sight.live if label in by_label)
    head = by_label.get(sight.head)
    proposed = _proposed(head, [by_label[label] for label in deployed], sight)
    labels = by_label if proposed == sight.head else {label: by_label[label] for label in deployed}
    return Component(
        name=component_of(key),
        kind="flag",
        deployed=deployed,
        proposed=proposed,
        versions={label: Version(provides=flag.atoms) for label, flag in labels.items()},
        location=head.location if head else _nearest(by_label[deployed[-1]], models[sight.head]),
    )


def _nearest(gone: Flag, head: FlagModel) -> Location:
    """Give where the flags of its file begin in head, else where it stood."""
    return head.homes.get(gone.location.path) or gone.location.on("base")


def _proposed(head: Flag | None, live: list[Flag], sight: Sight) -> str | Unchanged | None:
    """Name what is proposed; a flag whose file is there and could not be read is not called removed."""
    if head is None:
        unread = sight.versions[sight.head][0].unread
        return UNCHANGED if any(flag.location.path in unread for flag in live) else None
    return UNCHANGED if live and all(flag.shape == head.shape for flag in live) else sight.head


def _readers(sight: Sight, models: Mapping[str, FlagModel], declared: Iterable[str]) -> Iterator[Component]:
    known = frozenset(declared)
    found: dict[str, dict[str, dict[str, list[Need]]]] = {}
    for label, uses in sight.uses.items():
        for use in uses:
            if use.kind == "flag" and use.text in known:
                needs = found.setdefault(use.consumer, {}).setdefault(label, {})
                needs.setdefault(component_of(use.text), []).extend(_needs(use, models))
    for consumer, versions in sorted(found.items()):
        yield Component(
            name=consumer,
            versions={
                label: Version(needs={provider: tuple(dict.fromkeys(needs)) for provider, needs in by_flag.items()})
                for label, by_flag in versions.items()
            },
        )


def _needs(use: Use, models: Mapping[str, FlagModel]) -> Iterator[Need]:
    yield Need(atom_of(use.text), evidence=use.evidence, location=use.location)
    call = use.details
    if isinstance(call, FlagCall) and call.certain and call.type != "unknown":
        offered = {model.flags[use.text].type for model in models.values() if use.text in model.flags}
        if call.type in offered:  # a type that no version has is broken anyway, and no matter of order
            yield Need(atom_of(use.text, call.type), evidence=use.evidence, location=use.location)


def _unresolved(sight: Sight, models: Mapping[str, FlagModel], declared: set[str]) -> Iterator[Unresolved]:
    for label, uses in sight.uses.items():
        side = sight.versions[label][0].side
        defines = bool(models[label].homes)
        for use in uses:
            if use.kind != "flag" or use.text in declared or (use.evidence == "code" and defines):
                continue  # the rule flag-read-but-undeclared tells about code
            yield Unresolved(use, side, did_you_mean(use.text, declared), known=not defines)
