"""What to do about a change: which atoms to keep, and the steps (expand, move the consumers it hurts, contract)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from deploycheck.domains.openapi.atoms import REQUEST, part_of
from deploycheck.model.severity import Usage
from deploycheck.model.usage import UsersOf

if TYPE_CHECKING:
    from deploycheck.domains.openapi.changes.change import SpecChange

Steps = tuple[str, ...]
_MANY = 4


def advice(change: "SpecChange", users: UsersOf) -> str | None:
    """Give the steps for a change; None where the rule's own page says all there is to say."""
    make = _STEPS.get(change.kind)
    if make is None or change.operation is None:
        return None
    if users.usage is Usage.NOBODY:
        return "Nobody uses it, so nothing has to be kept."
    if users.usage is Usage.MENDED:
        return f"Release {users.describe()} first, then {change.service or 'the API'}; nothing has to be kept longer."
    steps = make(change, _movers(users))
    return " ".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def kept(change: "SpecChange") -> str:
    """Name the atom that has to stay for a while."""
    if change.direction == "request" and change.aspect:
        return f"{change.subject}{REQUEST}.{part_of(change.aspect, change.place)}"
    if change.direction == "response" and change.status:
        steps = (step for step in change.place or () if step != "*")
        return f"{change.subject}#{'.'.join((change.status, *steps))}"
    return change.subject


def _movers(users: UsersOf) -> str:
    """Name the consumers that have to move, with their versions."""
    staying = (user for user in users.users if user.left_behind or user.unsure)
    left = sorted({f"{user.component} {user.version}" for user in staying})
    named = ", ".join(left[:_MANY]) + (f" and {len(left) - _MANY} more" if len(left) > _MANY else "")
    if users.open:
        strangers = "the callers you do not know (tell them by a date)"
        return f"{named} and {strangers}" if named else strangers
    return named or "its callers"


def _beside(change: "SpecChange") -> str:
    return f" beside {change.twin}" if change.twin else ""


def _towards(change: "SpecChange") -> str:
    return f" to {change.twin}" if change.twin else " off it"


def _operation(change: "SpecChange", who: str) -> Steps:
    return (
        f"Keep {kept(change)}{_beside(change)} and mark it `deprecated` with an `x-sunset`.",
        f"Move {who}{_towards(change)}.",
        "Remove it in a release after that day.",
    )


def _unread(change: "SpecChange", who: str) -> Steps:
    return (
        f"Go on reading {kept(change)}{_beside(change)}, deprecated.",
        f"Move {who}{_towards(change)}.",
        "Stop reading it in the release after.",
    )


def _required(change: "SpecChange", who: str) -> Steps:
    instead = f" and go on taking {change.twin}" if change.twin else ""
    return (
        f"Read {kept(change)} and leave it optional{instead}: fill in what callers mean who leave it out.",
        f"Let {who} send it.",
        "Require it in the release after.",
    )


def _narrowed(change: "SpecChange", who: str) -> Steps:
    if change.before == "type":
        return _retyped(change, who)
    what = "the values that are gone" if change.before in ("enum", "const") else "the old values"
    return (
        f"Go on taking {what} at {kept(change)}.",
        f"Let {who} stop sending them.",
        "Refuse them in the release after.",
    )


def _retyped(change: "SpecChange", who: str) -> Steps:
    use = "Read" if change.direction == "request" else "Send"
    return (
        f"Keep {kept(change)} with its old type. {use} the new form under a new name beside it.",
        f"Move {who} to the new name.",
        "Remove the old one in the release after.",
    )


def _unsent(change: "SpecChange", who: str) -> Steps:
    return (
        f"Go on sending {kept(change)}{_beside(change)}, deprecated.",
        f"Move {who}{_towards(change)}.",
        "Leave it out in the release after.",
    )


def _optional(change: "SpecChange", who: str) -> Steps:
    return (
        f"Go on sending {kept(change)} always, if need be with a neutral value.",
        f"Let {who} take answers without it.",
        "Leave it out in the release after.",
    )


def _widened(change: "SpecChange", who: str) -> Steps:
    if change.before == "type":
        return _retyped(change, who)
    return (
        f"Send only what callers know at {kept(change)}.",
        f"Let {who} take what is new.",
        "Send it in the release after.",
    )


def _grown(change: "SpecChange", who: str) -> Steps:
    return (
        f"List the new value at {kept(change)} in `x-extensible-enum` first, and go on sending values that are known.",
        f"Let {who} take values that they do not know.",
        "Send the new one in the release after.",
    )


def _auth(change: "SpecChange", who: str) -> Steps:
    asked = {"auth-scope-added": "the new scope", "auth-added": "credentials"}.get(change.kind, "the new way in")
    bare = change.kind == "auth-added" and change.before == "nothing"
    before = "without credentials" if bare else f"with {change.before}"
    return (
        f"Let {change.subject} be called as before ({before}) beside {change.after or 'what is asked for now'}.",
        f"Give {who} {asked}.",
        "Refuse the old way in the release after.",
    )


def _status(change: "SpecChange", who: str) -> Steps:
    return (
        f"Go on answering with {change.before} ({kept(change)}).",
        f"Let {who} take {change.after or 'the other statuses'}, too.",
        "Answer with the new one in the release after.",
    )


def _media(change: "SpecChange", who: str) -> Steps:
    verb = "taking" if change.direction == "request" else "offering"
    return (
        f"Go on {verb} {change.before} beside {change.after or 'what is new'}.",
        f"Move {who} to {change.after or 'it'}.",
        f"Stop {verb} {change.before} in the release after.",
    )


def _written(change: "SpecChange", who: str) -> Steps:
    return (
        f"Keep {kept(change)} as it is written. Read the new form under a new name beside it.",
        f"Move {who} to the new name.",
        "Remove the old one in the release after.",
    )


_STEPS: dict[str, Callable[["SpecChange", str], Steps]] = {
    "operation-removed": _operation,
    "parameter-removed": _unread,
    "request-property-ignored": _unread,
    "parameter-moved": _written,
    "parameter-encoding-changed": _written,
    "parameter-now-required": _required,
    "request-property-now-required": _required,
    "request-body-now-required": _required,
    "parameter-schema-narrowed": _narrowed,
    "request-body-narrowed": _narrowed,
    "response-property-removed": _unsent,
    "response-header-dropped": _unsent,
    "response-property-now-optional": _optional,
    "response-header-now-optional": _optional,
    "response-schema-widened": _widened,
    "response-header-widened": _widened,
    "response-enum-grown": _grown,
    "response-status-dropped": _status,
    "response-media-type-dropped": _media,
    "request-media-type-dropped": _media,
    "auth-added": _auth,
    "auth-alternative-dropped": _auth,
    "auth-scope-added": _auth,
}
