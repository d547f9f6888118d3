"""Says of a finding, in one line, what a caller does that does not work any more: used by bench/api_differences.py.

Where the finding holds a checked witness, that is shown whole; else the line is made from what the finding names: its
operation, its place in the traffic, and the two values that it tells.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from deploycheck.model.finding import Reported, Witness

_LONGEST = 150


def shown(finding: Reported) -> str:
    """Give what a caller sends or reads, and what becomes of it; empty where the rule has no such line."""
    if finding.witness is not None:
        return _witness(finding.witness)
    make = _LINES.get(finding.rule)
    return make(finding) if make else ""


def _witness(witness: Witness) -> str:
    value = witness.value
    call = f"{value['method']} {value['path']}"
    rest = {name: part for name, part in value.items() if name not in ("method", "path", "status", "media_type")}
    text = ", ".join(f"{name} {_json(part)}" for name, part in rest.items())
    said = witness.text.partition(": ")[2]
    if witness.kind == "request":
        return f"`{call}` with {text} was valid, and head refuses it: {_plain(said)}."
    return f"`{call}` may answer {value.get('status', '')} with {text}, which base rules out: {_plain(said)}."


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '...'}`"


def _plain(text: str) -> str:
    return text.replace("|", "\\|")


def _place(finding: Reported) -> tuple[str, str, list[str]]:
    """Take an aspect apart: request, response or parameter; the media type, status or location; the steps inside."""
    kind, _, rest = finding.aspect.partition(".")
    if kind == "parameter":
        location, _, name = rest.partition(".")
        return kind, location, [name]
    if kind == "response":
        status, _, rest = rest.partition(".")
        return kind, status, _inside(rest)
    return kind, "", _inside(rest)


def _inside(rest: str) -> list[str]:
    """Drop the media type, which may hold points of its own."""
    found = re.match(r"[a-z]+/[A-Za-z0-9+*-]+\.?", rest)
    return [step for step in rest[found.end() if found else 0 :].split(".") if step]


def _nested(steps: list[str]) -> str:
    text = "..."
    for step in reversed(steps):
        text = f"[{text}]" if step == "*" else f'{{"{step}": {text}}}'
    return text


def _told(finding: Reported) -> str:
    """Give the middle of a message: neither the operation before it, nor the callers behind it."""
    text = finding.message.removeprefix(f"{finding.subject}: ")
    return _plain(text.partition("; callers")[0])


def _default(finding: Reported) -> str:
    kind, location, steps = _place(finding)
    steps = steps[:-1] if kind != "parameter" else [steps[0].removesuffix(".default")]
    what = f"{location} parameter `{steps[0]}`" if kind == "parameter" else f"`{_nested(steps)}`" if steps else "a body"
    now = _told(finding).rpartition("default ")[2]
    return f"`{finding.subject}` without {what} is valid on both sides and means another thing: the default {now}."


def _ignored(finding: Reported) -> str:
    body = _nested(_place(finding)[2])
    return f"`{finding.subject}` with body `{body}`: what was read is skipped now, and nobody is told."


def _unsent(finding: Reported) -> str:
    _, status, steps = _place(finding)
    read = "body" + "".join("[*]" if step == "*" else f"[{step!r}]" for step in steps)
    return f"Code that takes `{read}` from an answer {status} of `{finding.subject}` finds nothing there."


def _parameter(finding: Reported) -> str:
    _, location, steps = _place(finding)
    call = f"{finding.subject}?{steps[0]}=x" if location == "query" else f"{finding.subject} with {steps[0]}: x"
    return f"`{call}` is answered as if `{steps[0]}` had not been sent."


def _words(text: str) -> Callable[[Reported], str]:
    return lambda finding: text.format(call=finding.subject, told=_told(finding))


def _media(finding: Reported) -> str:
    status, _, media = finding.aspect.removeprefix("response.").partition(".")
    return f"`{finding.subject}` with `Accept: {media}` gets 406, or an answer {status} that its reader does not know."


def _server(finding: Reported) -> str:
    found = re.search(r"server (\S+) ", finding.message)
    return f"A caller that is set up with `{found[1] if found else ''}` reaches nobody."


_LINES: dict[str, Callable[[Reported], str]] = {
    "auth-added": _words("`{call}` without an `Authorization` header was answered, and gets 401."),
    "auth-alternative-dropped": _words("`{call}` with a token that was good gets 401: {told}."),
    "auth-endpoint-moved": _words("A caller that fetches its token where base says gets none: {told}."),
    "default-changed": _default,
    "discriminator-changed": _words("A reader of `{call}` that picks a type by the discriminator is lost: {told}."),
    "operation-removed": _words("`{call}` was answered, and gets 404."),
    "parameter-removed": _parameter,
    "request-property-ignored": _ignored,
    "response-media-type-dropped": _media,
    "response-property-removed": _unsent,
    "schema-unsatisfiable": lambda finding: f"{_told(finding).partition('; nothing')[0]}.",
    "server-removed": _server,
    "spec-invalid": _words("A validator refuses head {told}."),
}
