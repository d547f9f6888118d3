"""What concerns an API as a whole: operations that came or went, servers, versions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deploycheck.domains.openapi.changes.change import Changes, Pair, SpecChange
from deploycheck.domains.openapi.changes.dialects import dialect_changes
from deploycheck.domains.openapi.changes.inherited import inherited_changes
from deploycheck.domains.openapi.changes.schemes import scheme_changes
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
    yield from _servers(base, head, match, empty)
    yield from scheme_changes(base, head, empty)
    yield from dialect_changes(base, head, empty)
    yield from inherited_changes(base, head, empty)
    yield from _names(base, head, empty)


def _servers(base: Api, head: Api, match: OperationMatch, empty: SpecChange) -> Changes:
    spot = head.specification.node("servers").spot
    about = replace(empty, at=spot.location, aspect="servers", pointer="/servers", after=list(head.servers.urls))
    gone = _gone(base, head)
    if gone and match.moved is None:
        text = f"server {', '.join(gone)} is no longer listed"
        impact = Impact.BEHAVIOURAL if head.servers.urls else None  # without a list, whoever serves the spec answers
        yield replace(about, kind="server-removed", text=text, effect="removed", impact=impact, before=gone)
    come = _gone(head, base)
    if base.base_path == head.base_path and not come:
        come = [url for url in head.servers.urls if url not in base.servers.addresses]
    if come and match.moved is None:
        text = f"server {', '.join(come)} is listed, too"
        yield replace(about, kind="server-added", text=text, effect="added", before=list(base.servers.urls))


def _names(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Give the names of schemas that are gone: they mean nothing on the wire, and are classes in generated code."""
    spot = head.specification.node("components", "schemas").spot
    known = _schemas(head)
    for name in _schemas(base):
        if name not in known:
            yield replace(
                empty, kind="schema-name-gone", text=f"no schema is called {name} any more", at=spot.location,
                was=base.specification.node("components", "schemas", name).spot.location.on("base"),
                aspect=f"components.schemas.{name}", pointer=spot.pointer, effect="removed", before=name,
            )  # fmt: skip


def _schemas(api: Api) -> Mapping[str, object]:
    value = api.specification.node("components", "schemas").value
    return value if isinstance(value, Mapping) else {}


def _gone(base: Api, head: Api) -> list[str]:
    """Give the servers that are no longer listed; by host alone where paths took over what hosts said before."""
    if base.base_path == head.base_path:
        return [url for url in base.servers.addresses if not head.servers.lists(url)]
    hosts = {host(url) for url in head.servers.addresses}
    return [url for url in base.servers.addresses if host(url) not in hosts]


def own_server_changes(pair: Pair) -> Changes:
    """Compare the servers that an operation, or its path, names instead of the API's."""
    if pair.base.servers is None and pair.head.servers is None:
        return
    base, head = pair.base.servers or pair.base_api.servers, pair.head.servers or pair.head_api.servers
    gone = [url for url in base.addresses if not head.lists(url)]
    come = [url for url in head.addresses if not base.lists(url)]
    if gone:
        yield pair.change(
            "server-removed", f"server {', '.join(gone)} no longer answers", at=pair.head.spot.at("servers"),
            was=pair.base.spot.at("servers"), aspect="servers", effect="removed", impact=Impact.BEHAVIOURAL,
            before=gone, after=list(head.urls),
        )  # fmt: skip
    elif come:
        yield pair.change(
            "server-added", f"server {', '.join(come)} answers, too", at=pair.head.spot.at("servers"),
            was=pair.base.spot.at("servers"), aspect="servers", effect="added", impact=None, before=list(base.urls),
            after=come,
        )  # fmt: skip
