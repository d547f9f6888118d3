"""Folders with a Dockerfile: the service that lives there."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.services.tree import DOCKERFILE, base_name, folder_of
from deploycheck.model.location import Location
from deploycheck.model.service import Service

ROOT_NAME = "app"
"""What the service at the root is called, as a snapshot does not know the name of its folder."""

_PLAIN = frozenset({"Dockerfile", "Containerfile"})
_PARTS = frozenset({"app", "build", "ci", "container", "deploy", "deployment", "image", "package", "src"})
_PACKAGING = frozenset({"docker", ".docker", "dockerfiles", "containers"})
_NOT_SERVICES = frozenset(
    {"benchmarks", "ci", "dev", "docs", "e2e", "example", "examples", "hack", "scripts"}
    | {"test", "testing", "tests", "tools"}
)


def is_dockerfile(path: str) -> bool:
    """Whether a file is a Dockerfile, by its name (`Dockerfile`, `Containerfile`, `Dockerfile.prod`)."""
    if DOCKERFILE not in path:
        return False
    name = base_name(path)
    return name in _PLAIN or name.startswith("Dockerfile.")


def home_of(dockerfile: str) -> str:
    """Give the folder of the service that a Dockerfile builds: its own, or the one above `docker/`, `src/` and such.

    All below `docker/` packs what lies beside it: `docker/web/Dockerfile` is built from the folder above `docker`.
    """
    steps = folder_of(dockerfile).split("/")
    packed = next((index for index, step in enumerate(steps) if step in _PACKAGING), len(steps))
    folder = "/".join(steps[:packed])
    while folder and base_name(folder) in _PARTS:
        folder = folder_of(folder)
    return folder


def name_of(folder: str) -> str:
    """Give the name of the service that lives in a folder."""
    return base_name(folder) or ROOT_NAME


def dockerfile_homes(paths: Iterable[str]) -> dict[str, str]:
    """Give the folders of services with a Dockerfile, each with that file; sorted.

    A folder inside another one is left out, as an image beside the service (code generation, tests) is none.
    """
    homes: dict[str, str] = {}
    for path in [path for path in paths if DOCKERFILE in path]:
        if is_dockerfile(path) and not any(_is_aside(step) for step in path.split("/")[:-1]):
            homes.setdefault(home_of(path), path)
    return {folder: homes[folder] for folder in sorted(homes) if not _inside_another(folder, homes)}


def dockerfile_services(homes: dict[str, str]) -> Iterator[Service]:
    """Give one service for each folder; of equal names, the later ones are called `PARENT-NAME`."""
    taken: set[str] = set()
    for folder, dockerfile in homes.items():
        name = name_of(folder)
        if name in taken:
            name = f"{name_of(folder_of(folder))}-{name}"
        if name not in taken:
            taken.add(name)
            yield Service(name, folder, Location(dockerfile, 1, 1), origin="dockerfile")


def _is_aside(step: str) -> bool:
    return step in _NOT_SERVICES or (step.startswith(".") and step not in _PACKAGING)


def _inside_another(folder: str, homes: dict[str, str]) -> bool:
    outer = folder_of(folder)
    while outer:
        if outer in homes:
            return True
        outer = folder_of(outer)
    return False
