"""Whether two schemas are the same but for the names of the definitions that they refer to."""

from dataclasses import dataclass
from typing import Any

from deploycheck.containment.document import encoded, reference
from deploycheck.containment.keywords import SCHEMA_MAPS, VALUES
from deploycheck.domains.openapi.definitions import Definitions

Names = tuple[str, str]


def same_choice(one: Definitions, chosen: Names, other: Definitions, other_chosen: Names) -> bool:
    """Whether two values of discriminators lead to the same content, whatever it and all that it reaches is called.

    Each is given with the path of the file in which it stands.
    """
    names = one.chosen(*chosen), other.chosen(*other_chosen)
    return names[0] is not None and names[1] is not None and _Walk(one, other).same((names[0], names[1]))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through two sides' definitions at once."""

    one: Definitions
    other: Definitions

    def same(self, names: Names) -> bool:
        """Compare two definitions; a pair that is met again counts as equal: nothing else may differ."""
        waiting = [names]
        met = set(waiting)
        while waiting:
            mine, theirs = waiting.pop()
            referred = self._alike(self.one[mine], self.other[theirs])
            if referred is None:
                return False
            fresh = [pair for pair in dict.fromkeys(referred) if pair not in met]
            met.update(fresh)
            waiting += fresh
        return True

    def _alike(self, one: Any, other: Any) -> list[Names] | None:  # noqa: ANN401  schemas
        """Compare two schemas; give which names stand in the same place, or None once one word differs."""
        referred: list[Names] = []
        pairs = [("", one, other)]
        while pairs:
            word, mine, theirs = pairs.pop()
            if names := self._names(word, mine, theirs):
                referred.append(names)
            elif word not in VALUES and isinstance(mine, dict) and isinstance(theirs, dict):
                if mine.keys() != theirs.keys():
                    return None
                pairs += [(_inside(word, key), mine[key], theirs[key]) for key in mine]
            elif word not in VALUES and isinstance(mine, list) and isinstance(theirs, list):
                if len(mine) != len(theirs):
                    return None
                pairs += [("", *both) for both in zip(mine, theirs, strict=True)]
            elif encoded(mine) is None or encoded(mine) != encoded(theirs):
                return None
        return referred

    def _names(self, word: str, mine: Any, theirs: Any) -> Names | None:  # noqa: ANN401  parts of schemas
        """Give the definitions that two texts in the same place mean, if they are references."""
        if word not in _NAMING or not isinstance(mine, str) or not isinstance(theirs, str):
            return None
        if word == "$ref":
            names = reference(mine), reference(theirs)
        else:
            names = self.one.chosen(mine), self.other.chosen(theirs)
        if names[0] is None or names[1] is None or names[0] not in self.one or names[1] not in self.other:
            return None
        return names[0], names[1]


_CHOICE = "mapping of a discriminator"
_NAMING = ("$ref", "defaultMapping", _CHOICE)


def _inside(word: str, key: str) -> str:
    """Give the word for what stands below `key`: a name that users chose is no keyword."""
    if word == "mapping":
        return _CHOICE
    return "" if word in SCHEMA_MAPS else key
