"""Security schemes as a whole: ways to a token, the scopes that they offer, and where they are got."""

from collections.abc import Iterator
from dataclasses import replace

from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.security import Scheme
from deploycheck.model.severity import Impact

_IMPACTS = {
    "auth-endpoint-moved": Impact.BEHAVIOURAL,
    "auth-flow-removed": Impact.INCOMPATIBLE,
    "auth-scope-not-offered": Impact.BEHAVIOURAL,
}


def scheme_changes(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Compare the schemes that keep their name and what they mean on the wire; `empty` names the API."""
    for name, scheme in base.schemes.items():
        now = head.schemes.get(name)
        if now is None or now.wire != scheme.wire:
            continue  # told where an operation asks for it
        asked = _asked(base, name)
        for kind, aspect, text in (*_endpoints(scheme, now), *_flows(scheme, now), *_future(scheme, now)):
            yield replace(
                empty, kind=kind, text=f"{name}: {text}", at=now.spot.location, was=scheme.spot.location.on("base"),
                aspect=f"{name}.{aspect}", pointer=now.spot.pointer, before=name, after=text,
                impact=None if kind == "auth-scope-not-offered" and aspect not in asked else _IMPACTS.get(kind),
            )  # fmt: skip


def _asked(api: Api, scheme: str) -> set[str]:
    """Give the scopes that some operation asks for, written like aspects of the scheme's flows."""
    alternatives = (one for operation in api.operations for one in operation.security)
    scopes = {scope for one in alternatives for name, found in one if name == scheme for scope in found}
    return {f"{flow}.{scope}" for flow, _ in api.schemes[scheme].flows for scope in scopes}


Found = Iterator[tuple[str, str, str]]


def _endpoints(base: Scheme, head: Scheme) -> Found:
    flows, after = dict(head.flows), dict(head.endpoints)
    for key, url in base.endpoints:
        flow = key.partition(".")[0]
        if "." in key and flow not in flows:
            continue  # the whole flow is gone
        if key not in after:
            yield "auth-endpoint-moved", key, f"{key} {url} is no longer named"
        elif after[key] != url:
            yield "auth-endpoint-moved", key, f"{key} moved from {url} to {after[key]}"
    before, known = dict(base.endpoints), dict(base.flows)
    for key, url in head.endpoints:
        if key not in before and ("." not in key or key.partition(".")[0] in known):
            yield "auth-relaxed", key, f"{key} {url} is named now"


def _flows(base: Scheme, head: Scheme) -> Found:
    before, after = dict(base.flows), dict(head.flows)
    for flow, scopes in before.items():
        if flow not in after:
            yield "auth-flow-removed", flow, f"no token is given by the flow {flow} any more"
            continue
        for scope in sorted(scopes - after[flow]):
            yield "auth-scope-not-offered", f"{flow}.{scope}", f"{flow} no longer offers the scope {scope}"
        for scope in sorted(after[flow] - scopes):
            yield "auth-relaxed", f"{flow}.{scope}", f"{flow} offers the scope {scope} now"
    for flow in after:
        if flow not in before:
            yield "auth-relaxed", flow, f"tokens are given by the flow {flow}, too"


def _future(base: Scheme, head: Scheme) -> Found:
    if head.deprecated and not base.deprecated:
        yield "operation-deprecated", "deprecated", "the security scheme was deprecated"
    elif base.deprecated and not head.deprecated:
        yield "deprecation-withdrawn", "deprecated", "the security scheme is no longer to be removed"
