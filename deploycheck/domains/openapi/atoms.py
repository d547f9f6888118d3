"""The atoms of APIs: `METHOD /path`, and below it what callers send and read.

`METHOD /path?request@digest` is all that is sent, `METHOD /path?request.query.limit@digest` one part of it;
`METHOD /path?request.query.limit` that it is read at all. `METHOD /path#STATUS@digest` is a whole answer,
`METHOD /path#STATUS.field@digest` a field of it, `METHOD /path#STATUS` that this status comes at all; `#STATUS!` is for
strict readers.
"""

from dataclasses import dataclass

REQUEST = "?request"
STRICTLY = "!"
"""Behind a status: for readers that break on values and names that they do not know."""


@dataclass(frozen=True, slots=True)
class Atom:
    """An atom taken apart.

    `field` is empty for a whole body, `status` for anything but a response. `part` is what of a request it is about,
    None for anything but a request. `shaped` says that it carries a digest.
    """

    text: str
    operation: str
    status: str = ""
    field: tuple[str, ...] = ()
    part: str | None = None
    shaped: bool = False

    def reads(self, status: str | None, place: tuple[str, ...]) -> bool:
        """Whether who needs this atom reads the property at `place`, or something in or around it."""
        if not self.status or not (self.field or self.shaped):
            return False
        if status is not None and not overlap(self.status, status):
            return False
        wanted = tuple(step for step in place if step != "*")
        shorter = min(len(wanted), len(self.field))
        return wanted[:shorter] == self.field[:shorter]


def overlap(one: str, other: str) -> bool:
    """Whether two statuses, ranges (`2XX`) or `default` may speak of one answer."""
    if one == other or "default" in (one, other):
        return True
    return ("XX" in one or "XX" in other) and one[:1] == other[:1]


def parse(text: str) -> Atom:
    """Take an atom apart."""
    plain, _, digest = text.partition("@")
    operation, mark, part = plain.partition(REQUEST)
    if mark:
        return Atom(text, operation, part=part.removeprefix("."), shaped=bool(digest))
    operation, mark, rest = plain.rpartition("#")
    if not mark:
        return Atom(text, plain)
    status, _, path = rest.replace(STRICTLY, "", 1).partition(".")
    return Atom(text, operation, status, tuple(path.split(".")) if path else (), shaped=bool(digest))


def field_steps(text: str) -> tuple[str, ...]:
    """Give the steps of a field as consumers name it: `items[0].total`, `$.items[*].total`, `items.total`."""
    plain = text.removeprefix("$").replace("[", ".").replace("]", "")
    steps = (step.strip("'\"") for step in plain.split("."))
    return tuple(step for step in steps if step and step != "*" and not step.isdigit())


def part_of(aspect: str, place: tuple[str, ...] | None) -> str:
    """Name the part of a request that a change is about, so that it can stand in an atom: `query.limit`, `body.sku`."""
    if aspect.startswith("parameter."):
        text = ".".join(aspect.split(".")[1:3])
    elif aspect.startswith("request"):
        text = ".".join(("body", *(step for step in place or () if step != "*")))
    else:
        text = aspect.partition(".")[0]
    return "".join("-" if character in "@#? " else character for character in text)
