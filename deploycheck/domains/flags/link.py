"""From the facts of single files to the flags of a snapshot."""

import re
from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.flags.calls.functions import configured_calls, sdk_type
from deploycheck.domains.flags.definitions import Definitions
from deploycheck.domains.flags.model import Flag, FlagCall, FlagModel
from deploycheck.domains.flags.scanning import Scanned
from deploycheck.hooks import Linking
from deploycheck.model.location import Location
from deploycheck.model.record import replace

_DISTINCTIVE = re.compile(r"[a-z0-9][A-Z]|[-_.0-9]")


def link(linking: Linking) -> FlagModel:
    """Unite definitions and reads; a key that several files declare keeps the first, `repeated` has all."""
    declared: dict[str, list[Flag]] = {}
    calls: dict[str, list[FlagCall]] = {}
    homes: dict[str, Location] = {}
    scanned: dict[str, Scanned] = {}
    names = configured_calls(linking.options)
    for path, file in sorted(linking.files.items()):
        match file.facts:
            case Definitions(home, flags, manifest_calls):
                if home is not None:
                    homes[path] = home
                for flag in flags:
                    declared.setdefault(flag.key, []).append(replace(flag, service=file.claim.service))
                _gather(calls, (replace(call, service=file.claim.service) for call in manifest_calls))
            case Scanned():
                scanned[path] = file.facts
                found = (*file.facts.calls, *_configured(path, file.facts, names))
                _gather(calls, (replace(call, service=file.claim.service) for call in found))
    calls = {key: _meant(found, known=key in declared) for key, found in calls.items()}
    return FlagModel(
        flags={key: flags[0] for key, flags in sorted(declared.items())},
        repeated={key: tuple(flags) for key, flags in sorted(declared.items()) if len(flags) > 1},
        calls={key: tuple(found) for key, found in sorted(calls.items()) if found},
        words={path: facts.words for path, facts in scanned.items()},
        literals=_literals(declared, scanned),
        contents={path: file.content_id for path, file in linking.files.items()},
        homes=homes,
    )


def _gather(calls: dict[str, list[FlagCall]], found: Iterable[FlagCall]) -> None:
    for call in found:
        calls.setdefault(call.key, []).append(call)


def _meant(calls: list[FlagCall], *, known: bool) -> list[FlagCall]:
    """Leave out calls such as `node.getStringValue("name")`, which only a declared key makes one of a flag."""
    if known:
        return calls
    return [one for one in calls if one.certain or one.type == "boolean" or sdk_type(one.function) is None]


def _configured(path: str, facts: Scanned, names: Iterable[str]) -> Iterator[FlagCall]:
    """Give the calls of the functions that the configuration names."""
    for name in names:
        for key, line in facts.arguments.get(name, ()):
            yield FlagCall(key, "unknown", name, Location(path, line, 1), None, test=facts.test)


def _literals(declared: Iterable[str], scanned: Mapping[str, Scanned]) -> dict[str, tuple[Location, ...]]:
    """Give the places outside of tests where a declared key, and one that is no everyday word, stands in quotes."""
    keys = [key for key in sorted(declared) if _DISTINCTIVE.search(key)]
    places: dict[str, tuple[Location, ...]] = {}
    for key in keys:
        found = [
            Location(path, line, 1)
            for path, facts in scanned.items()
            if not facts.test
            for line in facts.literals.get(key, ())
        ]
        if found:
            places[key] = tuple(found)
    return places
