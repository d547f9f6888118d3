"""What concerns an API as a whole: operations that came or went, servers, versions."""

from collections.abc import Iterable
from dataclasses import replace

from deploycheck.domains.openapi.changes.access import endpoint_changes
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.matching import OperationMatch
from deploycheck.domains.openapi.model import Operation
from deploycheck.domains.openapi.servers import host
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact


def removed_operations(base: Api, removed: Iterable[Operation], at: Location, service: str | None) -> Changes:
    """Give one change for each operation that is gone; `at` is the nearest survivor in head."""
    for operation in removed:
        yield SpecChange(
            kind="operation-removed",
            subject=operation.subject,
            text=f"{operation.subject} was removed",
            at=at,
            was=operation.location.on("base"),
            operation=operation,
            pointer=operation.spot.pointer,
            effect="removed",
            impact=Impact.INCOMPATIBLE,
            before=operation.subject,
            lifecycle=operation.lifecycle,
            service=service or base.service,
        )


def moved_operations(base: Api, head: Api, match: OperationMatch) -> Changes:
    """Give the change of the base path that moved all operations."""
    old, new = match.moved or ("", "")
    spot = head.specification.node("servers").spot
    yield SpecChange(
        kind="server-base-path-changed",
        subject=head.title or head.name,
        text=f"every path begins with {new or '/'} instead of {old or '/'}",
        at=spot.location,
        was=base.specification.node("servers").spot.location.on("base"),
        aspect="servers",
        pointer="/servers",
        impact=Impact.INCOMPATIBLE,
        before=old,
        after=new,
        service=head.service,
    )


def whole_changes(base: Api, head: Api, match: OperationMatch) -> Changes:
    """Give what is neither about one operation nor about one schema."""
    empty = SpecChange("", head.title or head.name, "", head.location, service=head.service)
    for operation in match.added:
        yield replace(
            empty, kind="operation-added", subject=operation.subject, text=f"{operation.subject} was added",
            at=operation.location, operation=operation, pointer=operation.spot.pointer, effect="added",
            after=operation.subject,
        )  # fmt: skip
    spot = head.specification.node("servers").spot
    gone = _gone(base, head)
    if gone and head.servers and match.moved is None:
        yield replace(
            empty, kind="server-removed", text=f"server {', '.join(gone)} is no longer listed", at=spot.location,
            aspect="servers", pointer="/servers", effect="removed", impact=Impact.BEHAVIOURAL, before=gone,
            after=list(head.servers),
        )  # fmt: skip
    for scheme, key, before, after in endpoint_changes(base, head):
        place = head.schemes[scheme].spot
        yield replace(
            empty, kind="auth-endpoint-moved", text=f"{scheme}: {key} moved from {before} to {after}",
            at=place.location, aspect=f"{scheme}.{key}", pointer=place.pointer, impact=Impact.BEHAVIOURAL,
            before=before, after=after,
        )  # fmt: skip


def _gone(base: Api, head: Api) -> list[str]:
    """Give the servers that are no longer listed; by host alone where paths took over what hosts said before."""
    if base.base_path == head.base_path:
        return [url for url in base.servers if url not in head.servers]
    hosts = {host(url) for url in head.servers}
    return [url for url in base.servers if host(url) not in hosts]
