"""Ideas of changes that are about more than one schema: lifecycles, parameters, bodies, answers, whole specs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openapi.completeness.change_ideas import Idea, answer, got, operation, parameter, sent
from openapi.completeness.spec_edits import ANSWERS, NUMBER, TEXT

Json = Any
GONE: Json = {"deprecated": True}
PAST, SOON, LATER, NO_DATE = "2020-01-01", "2027-01-01", "2030-01-01", "some day"
EARLIER = "a parameter that is no longer read breaks no call; who sends it waits in vain for what it did"
ANNOUNCED = "the announcement itself breaks nothing"
NO_POLICY = "how soon is too soon depends on the audience: sunset-missing and sunset-too-soon ask the manifest for it"
BETTER = "callers have more time, or a firmer promise"
REPAIRED = "what nobody could read was mended"


def sunset(day: str) -> Json:
    """Announce an end for a day."""
    return {"deprecated": True, "x-sunset": day}


def further_ideas() -> Iterator[Idea]:
    """Give the ideas about what stands around schemas."""
    yield from _lifecycles()
    yield from _operations()
    yield from _removals()
    yield from _parameters()
    yield from _bodies()
    yield from _answers()
    yield from _properties()


def _lifecycles() -> Iterator[Idea]:
    deprecated, withdrawn = "info operation-deprecated", "info deprecation-withdrawn"
    unreadable = "error sunset-unreadable + info operation-deprecated"
    for locus, direction, put in (("property", "request", _sent_property), ("property", "response", _got_property),
                                  ("parameter", "request", _query)):  # fmt: skip
        yield Idea("deprecated", locus, direction, put({}), put(GONE), deprecated, ANNOUNCED)
        yield Idea("deprecated-sunset-missing", locus, direction, put({}), put(GONE), deprecated, NO_POLICY)
        yield Idea("reactivated", locus, direction, put(GONE), put({}), withdrawn, BETTER)
        yield Idea("sunset-date-too-small", locus, direction, put({}), put(sunset(SOON)), deprecated, NO_POLICY)
        if locus == "property":
            yield Idea("deprecated-with-sunset", locus, direction, put({}), put(sunset(LATER)), deprecated, ANNOUNCED)
            yield Idea("deprecated-sunset-invalid", locus, direction, put({}), put(sunset(NO_DATE)), unreadable)
            beta, stable = ({"x-stability-level": level} for level in ("beta", "stable"))
            yield Idea("stability-decreased", locus, direction, put(stable), put(beta), "error stability-lowered")
            yield Idea("stability-increased", locus, direction, put(beta), put(stable), "info stability-raised", BETTER)
    yield Idea("sunset-deleted", "parameter", "request", _query(sunset(LATER)), _query(GONE), "warning sunset-moved-up")
    sooner = _query(sunset(LATER)), _query(sunset(SOON))
    yield Idea("sunset-date-changed-too-small", "parameter", "request", *sooner, "warning sunset-moved-up")


def _sent_property(more: Json) -> Json:
    return sent({"type": "object", "properties": {"p": {**TEXT, **more}, "o": TEXT}})


def _got_property(more: Json) -> Json:
    return got({"type": "object", "properties": {"p": {**TEXT, **more}, "o": TEXT}})


def _query(more: Json) -> Json:
    return parameter({"name": "q", "in": "query", "schema": TEXT, **more})


def _operations() -> Iterator[Idea]:
    deprecated, n = "info operation-deprecated", ("operation", "none")
    beta, stable, odd = ({"x-stability-level": level} for level in ("beta", "stable", "odd"))
    both = {**operation(), "post": {"responses": ANSWERS}}
    yield Idea("endpoint-added", *n, operation(), both, "info operation-added", "who does not know it does not call it")
    yield Idea("api-stability-decreased", *n, operation(**stable), operation(**beta), "error stability-lowered")
    yield Idea("api-stability-increased", *n, operation(**beta), operation(**stable), "info stability-raised", BETTER)
    yield Idea("api-invalid-stability-level", *n, operation(**stable), operation(**odd), "error stability-lowered")
    yield Idea("endpoint-reactivated", *n, operation(**GONE), operation(), "info deprecation-withdrawn", BETTER)
    yield Idea("endpoint-deprecated", *n, operation(), operation(**GONE), deprecated, ANNOUNCED)
    yield Idea("endpoint-deprecated-with-sunset", *n, operation(), operation(**sunset(LATER)), deprecated, ANNOUNCED)
    yield Idea("api-deprecated-sunset-missing", *n, operation(), operation(**GONE), deprecated, NO_POLICY)
    unreadable = "error sunset-unreadable + info operation-deprecated"
    yield Idea("api-deprecated-sunset-parse", *n, operation(), operation(**sunset(NO_DATE)), unreadable)
    yield Idea("api-sunset-date-too-small", *n, operation(), operation(**sunset(SOON)), deprecated, NO_POLICY)
    moved = "warning sunset-moved-up"
    yield Idea("sunset-deleted", *n, operation(**sunset(LATER)), operation(**GONE), moved)
    yield Idea("api-sunset-date-changed-too-small", *n, operation(**sunset(LATER)), operation(**sunset(SOON)), moved)
    one, other = operation(operationId="one"), operation()
    yield Idea(
        "api-operation-id-removed", *n, one, other, "info operation-id-changed", "an error for generated clients"
    )
    yield Idea("api-operation-id-added", *n, other, one, "", "told to consumers that say `reads: generated`")
    tagged, words = operation(tags=["orders"]), "tags group operations in documentation"
    yield Idea("api-tag-added", "tags", "none", operation(), tagged, "", words)
    yield Idea("api-tag-removed", "tags", "none", tagged, operation(), "", words)
    key = operation(security=[{"key": []}])
    token, more = (operation(security=[{"token": scopes}]) for scopes in (["read"], ["read", "write"]))
    s, less = ("security", "none"), "callers are asked for less"
    yield Idea("api-security-added", *s, operation(), key, "error auth-added")
    yield Idea("api-security-removed", *s, key, operation(), "info auth-relaxed", less)
    yield Idea("api-security-scope-added", *s, token, more, "error auth-scope-added")
    yield Idea("api-security-scope-removed", *s, more, token, "info auth-relaxed", less)


def _removals() -> Iterator[Idea]:
    """Give removals of whole paths, then of one operation of two, then of parameters."""
    early = "error operation-removed-before-sunset"
    over = "the announced day has come"
    for path, other in (("path-", {}), ("", {"post": {"responses": ANSWERS}})):
        left = other or None

        def removed(  # noqa: PLR0917  a loop needs its own values
            name: str, future: Json, said: str, why: str = "", left: Json = left, other: Json = other
        ) -> Idea:
            return Idea(name, "operation", "none", {**operation(**future), **other}, left, said, why)

        yield removed(f"api-{path}removed-without-deprecation", {}, "error operation-removed")
        yield removed(f"api-{path}removed-with-deprecation", sunset(PAST), "info operation-removed", over)
        yield removed(f"api-{path}removed-before-sunset", sunset(LATER), early)
        if path:
            yield removed("api-path-sunset-parse", sunset(NO_DATE), early)
    p = ("parameter", "request")
    yield Idea("removed", *p, _query({}), operation(), "warning parameter-removed", EARLIER)
    yield Idea("removed-with-deprecation", *p, _query(sunset(PAST)), operation(), "info parameter-removed", over)
    early = "error parameter-removed-before-sunset"
    yield Idea("removed-before-sunset", *p, _query(sunset(LATER)), operation(), early)
    yield Idea("sunset-parse", *p, _query(sunset(NO_DATE)), operation(), early)


def _parameters() -> Iterator[Idea]:
    p, none = ("parameter", "request"), operation()
    kept = {"name": "o", "in": "query", "schema": TEXT}
    query = {"name": "q", "in": "query", "schema": TEXT}
    default = {**query, "schema": {**TEXT, "default": "a"}}
    required = {"required": True}
    now, added = "error parameter-now-required", "info parameter-added"
    free = "callers that do not know it leave it out"
    yield Idea("new-required-request-parameter", *p, none, parameter({**query, **required}), now)
    yield Idea("new-optional-request-parameter", *p, none, parameter(query), added, free)
    name = "request-default-parameter-to-existing-path"
    yield Idea(f"new-required-{name}", *p, parameter(kept), parameter(kept, {**default, **required}), now)
    yield Idea(f"new-optional-{name}", *p, parameter(kept), parameter(kept, default), added, free)
    yield Idea("new-request-path-parameter", *p, none, _in_path(), "error parameter-now-required")
    became = parameter(query), parameter({**query, **required})
    yield Idea("became-required", *p, *became, now)
    yield Idea("became-optional", *p, *reversed(became), "info parameter-relaxed", "whoever sends it is understood")
    few, many = _header_object(), _header_object(o=NUMBER)
    asked = _header_object(needed=["o"], o=NUMBER)
    narrowed = "error parameter-schema-narrowed"
    yield Idea("new-required-request-header-property", *p, few, asked, narrowed)
    yield Idea("became-required", "header-property", "request", many, asked, narrowed)


def _in_path() -> Json:
    return parameter({"name": "id", "in": "path", "required": True, "schema": TEXT})


def _header_object(needed: list[str] | None = None, **more: Json) -> Json:
    schema = {"type": "object", "properties": {"p": TEXT, **more}, **({"required": needed} if needed else {})}
    return parameter({"name": "X-A", "in": "header", "schema": schema})


def _bodies() -> Iterator[Idea]:
    q, s, none = ("body", "request"), ("body", "response"), {"post": {"responses": ANSWERS}}
    optional, required = sent(TEXT), sent(TEXT, required=True)
    now = "error request-body-now-required"
    relaxed = "callers that send none, and those that send one as before, are understood"
    yield Idea("added-required", *q, none, required, now)
    yield Idea("added-optional", *q, none, optional, "info request-body-relaxed", relaxed)
    yield Idea("became-required", *q, optional, required, now)
    yield Idea("became-optional", *q, required, optional, "info request-body-relaxed", relaxed)
    yield Idea("removed", *q, optional, none, "warning request-body-removed", "servers skip what they do not read")
    two = {
        "post": {
            "requestBody": {"content": {"application/json": {"schema": TEXT}, "text/csv": {}}},
            "responses": ANSWERS,
        }
    }
    yield Idea("media-type-added", *q, optional, two, "info request-media-type-added", "the old one is taken")
    yield Idea("media-type-removed", *q, two, optional, "error request-media-type-dropped")
    open_, closed = {"post": {"requestBody": {"content": {"application/json": {}}}, "responses": ANSWERS}}, optional
    yield Idea("media-type-schema-added", *q, open_, closed, "error request-body-narrowed")
    yield Idea("media-type-schema-removed", *q, closed, open_, "info request-schema-widened", "every body is taken")
    open_, closed = answer(content={"application/json": {}}), got(TEXT)
    yield Idea("media-type-schema-added", *s, open_, closed, "info response-schema-narrowed", "any body was expected")
    yield Idea("media-type-schema-removed", *s, closed, open_, "error response-schema-widened")


def _answers() -> Iterator[Idea]:
    h, m = ("header", "response"), ("media-type", "response")
    none, optional = answer(), answer(headers={"X-A": {"schema": TEXT}})
    required = answer(headers={"X-A": {"schema": TEXT, "required": True}})
    yield Idea("added", *h, none, optional, "info response-header-promised", "who does not know it skips it")
    yield Idea("became-optional", *h, required, optional, "error response-header-now-optional")
    yield Idea("required-response-header-removed", *h, required, none, "error response-header-dropped")
    yield Idea("optional-response-header-removed", *h, optional, none, "warning response-header-dropped")
    json, csv, other, text = (
        {kind: {"schema": TEXT}} for kind in ("application/json", "text/csv", "application/problem+json", "text/*")
    )
    dropped = "error response-media-type-dropped"
    yield Idea(
        "added",
        *m,
        answer(content=json),
        answer(content=json | csv),
        "info response-media-type-added",
        "callers ask for it",
    )
    yield Idea("removed", *m, answer(content=json | csv), answer(content=json), dropped)
    why = "a suffix does not make two types one: readers compare the whole name"
    yield Idea(
        "name-changed",
        *m,
        answer(content=json),
        answer(content=other),
        f"{dropped} + info response-media-type-added",
        why,
    )
    yield Idea("name-generalized", *m, answer(content=csv), answer(content=text), "error response-media-type-widened")
    yield Idea("name-specialized", *m, answer(content=text), answer(content=csv), "", "what comes was in the range")
    made, lost = {"201": {"description": "Made"}}, {"404": {"description": "Not there"}}
    two, three = ({"get": {"responses": ANSWERS | more}} for more in (made, lost))
    class_ = "callers treat a status that they do not know by its class"
    added, gone = "info response-status-added", "response-status-dropped"
    yield Idea("added", "success-status", "response", operation(), two, added, class_)
    yield Idea("removed", "success-status", "response", two, operation(), f"error {gone}")
    yield Idea("added", "non-success-status", "response", operation(), three, added, class_)
    yield Idea(
        "removed", "non-success-status", "response", three, operation(), f"info {gone}", "nobody waits for an error"
    )


def _object(needed: tuple[str, ...] = (), **properties: Json) -> Json:
    return {"type": "object", "properties": properties, **({"required": list(needed)} if needed else {})}


def _properties() -> Iterator[Idea]:
    q, s = ("property", "request"), ("property", "response")
    one, two = _object(o=TEXT), _object(o=TEXT, p=TEXT)
    needed, default = _object(("p",), o=TEXT, p=TEXT), _object(("p",), o=TEXT, p={**TEXT, "default": "a"})
    now = "error request-property-now-required"
    yield Idea(
        "removed", *q, sent(two), sent(one), "warning request-property-ignored", "servers skip what they do not read"
    )
    yield Idea(
        "removed", *s, got(two), got(one), "warning response-property-removed", "an error where somebody reads it"
    )
    yield Idea("added", *s, got(one), got(two), "info response-property-new", "the response was open")
    yield Idea("became-required", *q, sent(two), sent(needed), now)
    yield Idea(
        "became-required", *s, got(two), got(needed), "info response-schema-narrowed", "it came, or came not, before"
    )
    yield Idea(
        "became-optional", *q, sent(needed), sent(two), "info request-schema-widened", "whoever sends it is understood"
    )
    yield Idea("became-optional", *s, got(needed), got(two), "error response-property-now-optional")
    yield Idea(
        "became-required-with-default", *q, sent(_object(o=TEXT, p={**TEXT, "default": "a"})), sent(default), now
    )
    n = ("schema", "request")
    yield Idea("new-required-request-property", *n, sent(one), sent(needed), now)
    yield Idea("new-required-request-property-with-default", *n, sent(one), sent(default), now)
    yield Idea(
        "new-optional-request-property", *n, sent(one), sent(two), "info request-property-added", "callers leave it out"
    )
    yield from _flags()


def _flags() -> Iterator[Idea]:
    plain, read, write = (_object(o=TEXT, p={**TEXT, **more}) for more in ({}, {"readOnly": True}, {"writeOnly": True}))
    one = _object(o=TEXT)
    q, s, n = ("property", "request"), ("property", "response"), ("schema", "response")
    other = "speaks of the other direction"
    yield Idea("became-read-only", *q, sent(plain), sent(read), "warning request-property-ignored")
    yield Idea("became-read-only", *s, got(plain), got(read), "", other)
    yield Idea(
        "became-not-read-only", *q, sent(read), sent(plain), "info request-property-added", "callers leave it out"
    )
    yield Idea("became-not-read-only", *s, got(read), got(plain), "", other)
    yield Idea("became-write-only", *q, sent(plain), sent(write), "", other)
    yield Idea("became-write-only", *s, got(plain), got(write), "warning response-property-removed")
    yield Idea("became-not-write-only", *q, sent(write), sent(plain), "", other)
    yield Idea(
        "became-not-write-only", *s, got(write), got(plain), "info response-property-new", "the response was open"
    )
    never = "it never came"
    yield Idea("write-only-property-removed", *n, got(write), got(one), "", never)
    yield Idea("write-only-property-added", *n, got(one), got(write), "", "it never comes")


@dataclass(frozen=True, slots=True)
class WholeIdea:
    """An idea about a whole spec; `base` and `head` are its parts beside the paths."""

    name: str
    locus: str
    base: Json
    head: Json
    expected: str
    why: str = ""
    configuration: str = ""


def whole_ideas() -> Iterator[WholeIdea]:
    """Give the ideas about whole specs."""
    none: Json = {}
    key = {"security": [{"key": []}]}
    token, more = ({"security": [{"token": scopes}]} for scopes in (["read"], ["read", "write"]))
    less = "callers are asked for less"
    yield WholeIdea("api-global-security-added", "security", none, key, "error auth-added")
    yield WholeIdea("api-global-security-removed", "security", key, none, "info auth-relaxed", less)
    yield WholeIdea("api-global-security-scope-added", "security", token, more, "error auth-scope-added")
    yield WholeIdea("api-global-security-scope-removed", "security", more, token, "info auth-relaxed", less)
    yield from _schemes()
    hook = {"webhooks": {"paid": {"post": {"responses": ANSWERS}}}}
    yield WholeIdea("webhook-added", "components", none, hook, "info webhook-added", "it reaches those that register")
    yield WholeIdea("webhook-removed", "components", hook, none, "error webhook-removed")
    named = {"components": {"schemas": {"Unused": TEXT}}}
    why = "where a schema was used, the use tells what changed; its name, to consumers that say `reads: generated`"
    yield WholeIdea("api-schema-removed", "components", named, none, "", why)
    yield from _versions()


def _versions() -> Iterator[WholeIdea]:
    two, one = {"/a": {"get": {"responses": ANSWERS}}, "/b": {"get": {"responses": ANSWERS}}}, {}
    one["/a"] = two["/a"]
    small = "info version-bump-too-small"
    yield WholeIdea(
        "api-version-not-bumped", "info", _version("2.4.0", one), _version("2.4.0", two), f"info operation-added + {small}",
        "told where `unchanged` is set: most projects raise the version once per release, not with every commit",
        "options.version-bump-too-small = {unchanged = true}",
    )  # fmt: skip
    team = "a number for people and tools, nothing on the wire; a team may make it a gate"
    yield WholeIdea(
        "api-major-version-not-bumped", "info", _version("2.4.0", two), _version("2.5.0", one),
        f"error operation-removed + {small}", team,
    )  # fmt: skip
    lower = _version("2.3.0", one)
    yield WholeIdea("api-version-decreased", "info", _version("2.4.0", one), lower, "info version-decreased", team)


def _version(version: str, paths: Json) -> Json:
    return {"info": {"title": "Ideas", "version": version}, "paths": paths}


def _schemes() -> Iterator[WholeIdea]:
    unused = "no operation asks for it; where one does, the operation tells what changed"
    base = _scheme(None)
    yield WholeIdea(
        "api-security-component-added", "security", base, _scheme({"type": "http", "scheme": "basic"}), "", unused
    )
    yield WholeIdea(
        "api-security-component-removed", "security", _scheme({"type": "http", "scheme": "basic"}), base, "", unused
    )
    moved = "warning auth-endpoint-moved"
    login, elsewhere = (_oauth("implicit", authorizationUrl=f"https://{host}.example") for host in ("a", "b"))
    yield WholeIdea(
        "api-security-component-oauth-url-changed", "security", login, elsewhere, moved, "the old one may answer still"
    )
    tokens, others = (_oauth("password", tokenUrl=f"https://{host}.example") for host in ("a", "b"))
    yield WholeIdea(
        "api-security-component-oauth-token-url-changed",
        "security",
        tokens,
        others,
        moved,
        "the old one may answer still",
    )
    changed = "error auth-alternative-dropped + info auth-relaxed"
    yield WholeIdea(
        "api-security-component-type-changed",
        "security",
        tokens,
        _scheme({"type": "http", "scheme": "basic"}, []),
        changed,
    )
    one, two, anew = (
        _oauth("password", scopes, tokenUrl="https://a.example")
        for scopes in ({"read": "Read"}, {"read": "Read", "write": "Write"}, {"read": "Read all"})
    )
    yield WholeIdea(
        "api-security-component-oauth-scope-added",
        "security",
        one,
        two,
        "info auth-relaxed",
        "one more may be asked for",
    )
    said = "a warning where an operation asked for it"
    yield WholeIdea(
        "api-security-component-oauth-scope-removed", "security", two, one, "info auth-scope-not-offered", said
    )
    yield WholeIdea(
        "api-security-component-oauth-scope-changed", "security", one, anew, "", "the words that describe a scope"
    )


def _scheme(scheme: Json, scopes: list[str] | None = None) -> Json:
    found = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    asked = {"security": [{"asked": scopes}]} if scopes is not None else {}
    return {"components": {"securitySchemes": {**found, **({"asked": scheme} if scheme else {})}}, **asked}


def _oauth(flow: str, scopes: Json = None, **addresses: str) -> Json:
    value = {**addresses, "scopes": scopes or {"read": "Read"}}
    return _scheme({"type": "oauth2", "flows": {flow: value}}, ["read"])
