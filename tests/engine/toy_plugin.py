"""A small domain with rules of its own, so that the engine is tested without any of the built-in ones."""

import json
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from deploycheck.engine.plugins import Registry
from deploycheck.hooks import Contribution, Fact, Linking, Listing, Rule, Sight, fact, rule
from deploycheck.model.change import Change, Claim, Loaded, View
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import Finding
from deploycheck.model.location import Location
from deploycheck.model.service import Estate, Service, Use
from deploycheck.model.severity import Impact, Usage


class Toy:
    """Claims `*.toy` files that hold a JSON list of words."""

    name = "toy"
    use_kinds = ("word",)

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        for path in listing.paths:
            if path.endswith(".toy"):
                yield Claim(path, "toy:words", estate.service_of(path), named=path.startswith("named"))

    def load(self, claim: Claim, data: bytes) -> Loaded:
        self.loaded.append(claim.path)
        try:
            words = json.loads(data)
        except ValueError as error:
            raise SourceError("this is not a list of words", claim.path, 1) from error
        return Loaded(words)

    def link(self, linking: Linking) -> Any:
        return {path: file.facts for path, file in linking.files.items()}

    def uses(self, model: Any) -> Iterable[Use]:
        del model
        return ()

    def diff(self, base: View, head: View) -> Any:
        before, after = base.model("toy"), head.model("toy")
        return [(path, word) for path, words in before.items() for word in words if word not in after.get(path, ())]

    def moved(self, base: View, head: View) -> Iterable[str]:
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        del sight
        return Contribution()


@fact(scope="item")
def lost_word(change: Change) -> Iterator[tuple[str, str]]:
    """Each word that head no longer has."""
    for diff in change.each_diff("toy"):
        yield from diff


@rule("word-lost", severity="error", family="toy")
def word_lost(lost_word: tuple[str, str]) -> Iterator[Finding]:
    """A word is gone.

    ## Why it breaks
    Somebody may still say it.

    ## Do this instead
    Keep it.
    """
    path, word = lost_word
    yield Finding(f"{word} is gone", at=Location(path, 1), subject=word, impact=Impact.INCOMPATIBLE, usage=Usage.LIVE)


@rule("word-shouted", severity="warning", family="toy")
def word_shouted(view: View) -> Iterator[Finding]:
    """A word is written in capitals.

    ## Why it breaks
    It hurts the ears.

    ## Do this instead
    Whisper.
    """
    for path, words in view.model("toy").items():
        for word in words:
            if word.isupper():
                yield Finding(f"{word} is shouted", at=Location(path, 1), subject=word)


def registry(
    *more: Rule, facts: Iterable[Fact] = (), domain: Toy | None = None, services: Iterable[Service] = ()
) -> Registry:
    """Make a registry of the toy domain, its two rules and more."""
    rules = {one.name: one for one in (word_lost, word_shouted, *more)}
    domain = domain or Toy()
    estate = Estate(services={one.name: one for one in services})
    return Registry(
        domains={"toy": domain},
        facts={one.name: one for one in (lost_word, *facts)},
        rules=rules,
        estate_reader=lambda _: estate,
        reporters={},
        plan_renderers={},
        commands={},
        plugins=(),
    )


def module(**contents: Any) -> ModuleType:
    """Make a module that holds `contents`."""
    made = ModuleType("toy_module")
    made.__dict__.update(contents)
    return made
