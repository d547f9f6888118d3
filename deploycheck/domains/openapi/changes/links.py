"""Links of responses: what callers may do next with what they got."""

from deploycheck.containment.exact import same
from deploycheck.documents.document import pointer_steps
from deploycheck.domains.openapi.changes.change import Changes, Effect, Pair
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Response, canonical
from deploycheck.domains.openapi.specification import Node
from deploycheck.model.severity import Impact

_TARGET = ("operationId", "operationRef")
_BESIDE = ("parameters", "requestBody", "body", "server")


def link_changes(pair: Pair, base: Response, head: Response) -> Changes:
    """Compare the links of two responses to the same status."""
    for name in sorted(base.links):
        if name not in head.links:
            yield from _change(pair, "link-removed", name, "was removed", base, head)
        elif parts := _differing(pair, base.links[name], head.links[name]):
            lost = _target(pair.base_api, base.links[name]) and not _target(pair.head_api, head.links[name])
            where = "nowhere" if lost else "elsewhere"
            yield from _change(pair, "link-changed", name, f"leads {where} ({', '.join(parts)})", base, head)
    for name in sorted(head.links):
        if name not in base.links:
            yield from _change(pair, "link-added", name, "was added", base, head)


def _differing(pair: Pair, base: Node, head: Node) -> list[str]:
    before, after = _target(pair.base_api, base), _target(pair.head_api, head)
    parts = _BESIDE if before is not None and before == after else (*_TARGET, *_BESIDE)
    return [part for part in parts if not same(base.get(part), head.get(part))]


def _target(api: Api, link: Node) -> tuple[str, str] | None:
    """Give method and path of the operation that a link names, whatever name it has; None for one that is not here."""
    name, reference = link.get("operationId"), link.get("operationRef")
    if isinstance(name, str):
        return next((one.key for one in api.outline if one.operation_id == name), None)
    steps = pointer_steps(reference.removeprefix("#")) if isinstance(reference, str) else ()
    return (steps[2].upper(), canonical(steps[1])) if len(steps) == 3 and steps[0] == "paths" else None  # noqa: PLR2004


def _change(pair: Pair, kind: str, name: str, text: str, base: Response, head: Response) -> Changes:  # noqa: PLR0913, PLR0917
    yield pair.change(
        kind,
        f"response {head.status}: link {name} {text}",
        at=head.links[name].spot if name in head.links else head.spot,
        was=base.links[name].spot if name in base.links else base.spot,
        aspect=f"response.{head.status}.link.{name}",
        effect=_EFFECTS[kind],
        direction="response",
        impact=None if kind == "link-added" else Impact.BEHAVIOURAL,
        before=name,
        status=head.status,
    )


_EFFECTS: dict[str, Effect] = {"link-removed": "removed", "link-changed": "changed", "link-added": "added"}
