"""Whether a field leads through the lines of a spec that changed, by whatever way they are reached."""

from deploycheck.domains.openapi.atoms import overlap
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.changes.responses import answering
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.places import passed


def passes(change: SpecChange, base: Api, status: str, steps: tuple[str, ...]) -> bool:
    """Whether a field of the answer `status` leads through what changed, by another way than the one named.

    A change is told once, at the outermost of its places; who reaches the same lines elsewhere is hurt, too.
    """
    if change.operation is None or change.was is None or not steps:
        return False
    if change.status is not None and not overlap(status, change.status):
        return False
    response = answering(change.status or status, change.operation.responses)
    if response is None:
        return False
    return any(
        spot.location.on("base") == change.was
        for media in response.media.values()
        if media.shape is not None
        for spot in passed(media.shape, base.definitions, steps)
    )
