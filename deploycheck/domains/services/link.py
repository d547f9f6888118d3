"""What all files of one snapshot say about its services."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from deploycheck.domains.services.codeowners import CodeOwners
from deploycheck.domains.services.compose import ComposeService
from deploycheck.domains.services.model import ServicesModel
from deploycheck.domains.services.pact import Pact
from deploycheck.domains.services.runbook import Runbook
from deploycheck.domains.services.traces import Recordings, recorded
from deploycheck.domains.services.tree import folder_of
from deploycheck.domains.services.uses import compose_uses, estate_uses
from deploycheck.hooks import Linking
from deploycheck.model.record import replace
from deploycheck.model.service import Use

Facts = TypeVar("Facts")


def link(linking: Linking) -> ServicesModel:
    """Unite what the files of one snapshot say."""
    pacts = tuple(facts for _, facts in _facts(linking, Pact))
    owners = next((facts for _, facts in _facts(linking, CodeOwners)), CodeOwners())
    return ServicesModel(
        owners=owners,
        pacts=pacts,
        runbooks=_runbooks(linking),
        uses=(*estate_uses(linking.estate, pacts, _recordings(linking)), *_compose_uses(linking)),
        hosts=frozenset(one.name for services in _composed(linking).values() for one in services),
    )


def _facts(linking: Linking, kind: type[Facts]) -> Iterator[tuple[str, Facts]]:
    for path, file in sorted(linking.files.items()):
        if isinstance(file.facts, kind):
            yield path, file.facts


def _recordings(linking: Linking) -> Recordings:
    return recorded((path, file.facts) for path, file in sorted(linking.files.items()))


def _runbooks(linking: Linking) -> Mapping[str, Runbook]:
    by_path = dict(_facts(linking, Runbook))
    return {
        service.name: replace(by_path[service.runbook], service=service.name)
        for service in linking.estate.services.values()
        if service.runbook in by_path
    }


def _compose_uses(linking: Linking) -> Iterator[Use]:
    for path, services in _composed(linking).items():
        ours = [one for one in services if one.name in linking.estate.services]
        yield from compose_uses(ours, _values(linking, folder_of(path)))


def _composed(linking: Linking) -> Mapping[str, tuple[ComposeService, ...]]:
    found = dict(_facts(linking, tuple))
    return {path: found[path] for path in found if linking.files[path].claim.kind == "services:compose"}


def _values(linking: Linking, folder: str) -> Mapping[str, str]:
    file = linking.files.get(f"{folder}/.env" if folder else ".env")
    return file.facts if file else {}
