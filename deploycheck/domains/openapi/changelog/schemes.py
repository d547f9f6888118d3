"""Security schemes on both sides: what they are called, and what callers send."""

from collections.abc import Iterator, Mapping

from deploycheck.domains.openapi.changelog.note import Note, Notes
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.security import Scheme


def renamed_schemes(base: Api, head: Api) -> Mapping[str, str]:
    """Map each scheme whose name is gone to the only new one that callers use in the same way, and that is the only."""
    gone = [one for name, one in base.schemes.items() if name not in head.schemes]
    new = [one for name, one in head.schemes.items() if name not in base.schemes]
    found: dict[str, str] = {}
    for one in gone:
        alike = [other.name for other in new if other.wire == one.wire]
        if len(alike) == 1 and sum(other.wire == one.wire for other in gone) == 1:
            found[one.name] = alike[0]
    return found


def scheme_notes(base: Api, head: Api) -> Notes:
    """Compare the security schemes."""
    renamed = renamed_schemes(base, head)
    old = {renamed.get(name, name): one for name, one in base.schemes.items()}
    for name in sorted(old.keys() | head.schemes.keys()):
        one, other = old.get(name), head.schemes.get(name)
        title = f"security scheme {name}"
        if one is None or other is None:
            at, was = (other.spot if other else None), (one.spot if one else None)
            yield Note("added" if one is None else "removed", "", (name,), title, "", at, was)
            continue
        for keyword, text in _scheme(one, other):
            yield Note("changed", "", (name, keyword), title, text, other.spot, one.spot)


def _scheme(base: Scheme, head: Scheme) -> Iterator[tuple[str, str]]:
    if base.name != head.name:
        yield "name", f"is called {head.name} now, was {base.name}"
    if base.wire != head.wire:
        yield "wire", f"is sent as {' '.join(head.wire)} now, was {' '.join(base.wire)}"
    old, new = dict(base.endpoints), dict(head.endpoints)
    for key in sorted(old.keys() | new.keys()):
        if text := said(key, old.get(key, MISSING), new.get(key, MISSING)):
            yield key, text
