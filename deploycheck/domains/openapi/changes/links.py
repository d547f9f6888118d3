"""Links of responses: what callers may do next with what they got."""

from deploycheck.containment.exact import same
from deploycheck.domains.openapi.changes.change import Changes, Effect, Pair
from deploycheck.domains.openapi.model import Response
from deploycheck.domains.openapi.specification import Node
from deploycheck.model.severity import Impact

_PARTS = ("operationId", "operationRef", "parameters", "requestBody", "body", "server")


def link_changes(pair: Pair, base: Response, head: Response) -> Changes:
    """Compare the links of two responses to the same status."""
    for name in sorted(base.links):
        if name not in head.links:
            yield from _change(pair, "link-removed", name, "was removed", base, head)
        elif parts := _differing(base.links[name], head.links[name]):
            yield from _change(pair, "link-changed", name, f"leads elsewhere ({', '.join(parts)})", base, head)
    for name in sorted(head.links):
        if name not in base.links:
            yield from _change(pair, "link-added", name, "was added", base, head)


def _differing(base: Node, head: Node) -> list[str]:
    return [part for part in _PARTS if not same(base.get(part), head.get(part))]


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
