"""The atoms of APIs: `METHOD /path`, `METHOD /path?request@digest`, `METHOD /path#STATUS.field@digest`."""

from dataclasses import dataclass

REQUEST = "?request"


@dataclass(frozen=True, slots=True)
class Atom:
    """An atom taken apart: `field` is empty for a whole body, `status` for anything but a response."""

    text: str
    operation: str
    status: str = ""
    field: tuple[str, ...] = ()

    def reads(self, status: str | None, place: tuple[str, ...]) -> bool:
        """Whether who needs this atom reads the property at `place`, or something in or around it."""
        if not self.status:
            return False
        if status is not None and not _overlap(self.status, status):
            return False
        wanted = tuple(step for step in place if step != "*")
        shorter = min(len(wanted), len(self.field))
        return wanted[:shorter] == self.field[:shorter]


def _overlap(one: str, other: str) -> bool:
    if one == other or "default" in (one, other):
        return True
    return ("XX" in one or "XX" in other) and one[:1] == other[:1]


def parse(text: str) -> Atom:
    """Take an atom apart."""
    plain = text.partition("@")[0]
    if plain.endswith(REQUEST):
        return Atom(text, plain.removesuffix(REQUEST))
    operation, mark, rest = plain.rpartition("#")
    if not mark:
        return Atom(text, plain)
    status, _, path = rest.partition(".")
    return Atom(text, operation, status, tuple(path.split(".")) if path else ())


def field_steps(text: str) -> tuple[str, ...]:
    """Give the steps of a field as consumers name it: `items[0].total`, `$.items[*].total`, `items.total`."""
    plain = text.removeprefix("$").replace("[", ".").replace("]", "")
    steps = (step.strip("'\"") for step in plain.split("."))
    return tuple(step for step in steps if step and step != "*" and not step.isdigit())
