"""What one use of an operation has to do with one change of it: whether it touches that, or provably not.

A pact says which names are sent and read, and nothing else is. A recording shows what is used, never what is not. Of a
declared operation only its name is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from deploycheck.domains.openapi.atoms import field_steps, overlap
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.model.service import Use

Steps = tuple[str, ...]

_NEEDED = ("parameter-now-required", "request-property-now-required", "request-body-now-required", "default-changed")
"""Changes that concern those who leave something out."""
_WHOLE = (
    "undeclared-names-now-rejected",
    "union-now-ambiguous",
    "request-media-type-dropped",
    "free-form-now-described",
)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Bearing:
    """`uses`: it touches what changed; `spared`: it provably does not; `open`: nobody knows. `reason` says why."""

    stance: Literal["uses", "spared", "open"]
    reason: str = ""


OPEN = Bearing("open")


def bearing(use: Use, change: SpecChange) -> Bearing:
    """Say what a use has to do with a change of its operation."""
    known = use.details
    if use.evidence not in ("pact", "trace") or not isinstance(known, Mapping):
        return OPEN
    if change.direction == "response":
        return _answered(use, known, change)
    if change.direction == "request":
        return _asked(use, known, change)
    return Bearing("uses", f"calls {change.subject}")


def knows_requests(use: Use) -> bool:
    """Whether a use says everything that is sent."""
    return use.evidence == "pact" and isinstance(use.details, Mapping) and use.details.get("request_paths") is not None


def knows_answers(use: Use) -> bool:
    """Whether a use says everything that is read."""
    return use.evidence == "pact" and isinstance(use.details, Mapping) and bool(use.details.get("exact"))


def described_elsewhere(use: Use, others: Iterable[Use]) -> bool:
    """Whether a declaration that is complete leaves it to pacts to say what it does with the operation."""
    return use.evidence == "declared" and use.complete and any(one.evidence == "pact" for one in others)


def parameter_of(change: SpecChange) -> tuple[str, str] | None:
    """Give place and name of the parameter that a change is about."""
    if not change.aspect.startswith("parameter.") or change.operation is None:
        return None
    place, _, rest = change.aspect.removeprefix("parameter.").partition(".")
    names = [one.name for one in change.operation.parameters.values() if one.place == place]
    fitting = [name for name in names if rest == name or rest.startswith(f"{name}.")]
    return place, max(fitting, key=len) if fitting else rest


def leaves(paths: Iterable[Steps]) -> list[Steps]:
    """Keep the innermost keys: who names `items[].sku` says nothing about what else an item holds."""
    plain = sorted({tuple(step for step in path if step not in _ITEMS) for path in paths})
    return [one for one, after in zip_longest(plain, plain[1:], fillvalue=()) if one and after[: len(one)] != one]


_ITEMS = ("[]", "*")


def _answered(use: Use, known: Mapping[str, Any], change: SpecChange) -> Bearing:
    expected = tuple(one for one in (str(known.get("status") or ""), *known.get("statuses", ())) if one)
    if not expected:
        return OPEN
    if change.kind == "response-status-dropped":
        return _dropped(expected, change)
    if change.status and not any(overlap(one, change.status) for one in expected):
        return Bearing("spared", f"expects {' or '.join(expected)}")
    header = _header_of(change)
    if header is not None:
        read = {str(name).lower() for name in known.get("response_headers", ())}
        return _whether(header in read, f"header {header}", "reads", "does not read")
    if change.place is None or not (known.get("exact") or use.fields):
        return OPEN
    fields = leaves(_steps(field) for field in use.fields)
    touched = [field for field in fields if any(_meets(field, place) for place in change.places)]
    if touched:
        return Bearing("uses", f"reads {_said(touched)}")
    return Bearing("spared", f"reads {'only ' + _said(fields) if fields else 'nothing of the body'}")


def _dropped(expected: tuple[str, ...], change: SpecChange) -> Bearing:
    groups = [one for one in expected if one.endswith("XX")]
    left = str(change.after or "").split(", ")
    if any(status[:1] == group[:1] for group in groups for status in left):
        return Bearing("spared", f"takes any {groups[0]}")
    if any(overlap(one, change.status or "") for one in expected):
        return Bearing("uses", f"expects {expected[0]}")
    return Bearing("spared", f"expects {' or '.join(expected)}")


def _asked(use: Use, known: Mapping[str, Any], change: SpecChange) -> Bearing:
    parameter = parameter_of(change)
    if parameter is not None:
        return _parameter(known, change, *parameter)
    paths = known.get("request_paths")
    if paths is None or change.kind in _WHOLE or not change.aspect.startswith("request"):
        return OPEN
    if change.kind == "request-body-now-required":
        return _left_out(bool(paths), "a body")
    if not paths:
        return Bearing("spared", "sends no body") if use.evidence == "pact" else OPEN
    sent = leaves(paths)
    return _needed(sent, change) if change.kind in _NEEDED else _sent(sent, change)


def _parameter(known: Mapping[str, Any], change: SpecChange, place: str, name: str) -> Bearing:
    if place == "path":
        return Bearing("uses", f"sends {place} parameter {name}")
    listed = {"query": known.get("query"), "header": known.get("headers")}.get(place)
    if listed is None:
        return OPEN
    sent = name in listed if place == "query" else name.lower() in {str(one).lower() for one in listed}
    if change.kind in _NEEDED:
        return _left_out(sent, f"{place} parameter {name}")
    return _whether(sent, f"{place} parameter {name}", "sends", "does not send")


def _needed(sent: list[Steps], change: SpecChange) -> Bearing:
    """Judge a property that is missed where it is left out, by the first of its places that is left out."""
    answers = []
    for place in change.places:
        plain = _plain(place)
        around = plain[:-1]
        if around and not any(one[: len(around)] == around for one in sent):
            answers.append(Bearing("spared", f"does not send {'.'.join(around)}"))
        else:
            answers.append(_left_out(any(one[: len(plain)] == plain for one in sent), ".".join(plain)))
    return next((one for one in answers if one.stance != "spared"), answers[0] if answers else OPEN)


def _sent(sent: list[Steps], change: SpecChange) -> Bearing:
    if not any(_plain(place) for place in change.places):
        return OPEN
    touched = [one for one in sent if any(_meets(one, place) for place in change.places)]
    if touched:
        return Bearing("uses", f"sends {_said(touched)}")
    return Bearing("spared", f"sends only {_said(sent)}")


def _whether(answer: bool, what: str, yes: str, no: str) -> Bearing:  # noqa: FBT001  the answer itself
    return Bearing("uses", f"{yes} {what}") if answer else Bearing("spared", f"{no} {what}")


def _left_out(sent: bool, what: str) -> Bearing:  # noqa: FBT001  whether it is sent
    return Bearing("spared", f"sends {what} already") if sent else Bearing("uses", f"does not send {what}")


def _header_of(change: SpecChange) -> str | None:
    parts = change.aspect.split(".")
    return parts[3].lower() if len(parts) > 3 and parts[2] == "header" else None  # noqa: PLR2004  response.200.header.x


def _steps(field: str) -> Steps:
    return field_steps(field.partition(".")[2])


def _plain(place: Steps) -> Steps:
    return tuple(step for step in place if step not in _ITEMS and not step.isdigit())


def _meets(field: Steps, place: Steps) -> bool:
    plain = _plain(place)
    shorter = min(len(plain), len(field))
    return plain[:shorter] == field[:shorter]


def _said(paths: list[Steps]) -> str:
    names = [".".join(path) for path in paths[:_SHOWN]]
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(names) + more
