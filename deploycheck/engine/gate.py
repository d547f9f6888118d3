"""What guards the gate itself: where settings, waivers and policies come from."""

from collections.abc import Iterable
from typing import Literal

from deploycheck.engine.configuration import FILES, Configuration, find_configuration, parse_configuration
from deploycheck.engine.policies import Policies, PolicyError, load_policies
from deploycheck.engine.waivers import FILE, Waiver, read_waivers
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record, field
from deploycheck.model.snapshot import Snapshot, UnreadableError, at_root, below

Trust = Literal["base", "head"]


class Gate(Record):
    """The settings in force, with what was wrong with them; `lenient` says whether any waiver is honoured."""

    configuration: Configuration
    waivers: tuple[Waiver, ...] = ()
    policies: Policies = field(default_factory=Policies)
    problems: tuple[Problem, ...] = ()
    lenient: bool = True


def read_configuration(snapshot: Snapshot) -> tuple[Configuration, list[Problem]]:
    """Read the settings at the root of the trusted snapshot."""
    root = [path for path in FILES if at_root(snapshot, path)]
    name = find_configuration(root)
    problems: list[Problem] = []
    for path in [name, *[other for other in root if other != name]] if name else []:
        try:
            found = parse_configuration(snapshot.read(path), path)
        except SourceError as error:
            problems.append(Problem(error.message, path, error.line))
            break
        except UnreadableError as error:
            problems.append(Problem(error.reason, path))
            break
        if found is not None:
            return found, problems
    return Configuration(), problems


def read_gate(snapshot: Snapshot, configuration: Configuration, *, waivers: bool = True, policies: bool = True) -> Gate:
    """Read waivers and policies of the trusted snapshot, as far as they are wanted."""
    problems: list[Problem] = []
    read: tuple[Waiver, ...] = ()
    if waivers and at_root(snapshot, FILE):
        try:
            read = read_waivers(snapshot.read(FILE), FILE)
        except SourceError as error:
            problems.append(Problem(error.message, FILE, error.line))
        except UnreadableError as error:
            problems.append(Problem(error.reason, FILE))
    loaded = Policies()
    if policies and configuration.policies:
        loaded, more = _policies(snapshot, configuration.policies)
        problems += more
    return Gate(configuration, read, loaded, tuple(problems), lenient=waivers)


def _policies(snapshot: Snapshot, places: Iterable[str]) -> tuple[Policies, list[Problem]]:
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for place in places:
        paths = [path for path in snapshot.entries() if path.endswith(".py") and below([path], place.strip("/"))]
        if not paths:
            problems.append(Problem("this policy file or folder holds no Python file", place))
        try:
            files.update({path: snapshot.read(path) for path in paths})
        except UnreadableError as error:
            problems.append(Problem(error.reason, error.path))
    loaded: list[Policies] = []
    for path, data in sorted(files.items()):
        try:
            loaded.append(load_policies({path: data}))
        except PolicyError as error:
            problems.append(Problem(error.message, error.path, error.line))
    return Policies(
        tuple(rule for one in loaded for rule in one.rules), tuple(fact for one in loaded for fact in one.facts)
    ), problems
