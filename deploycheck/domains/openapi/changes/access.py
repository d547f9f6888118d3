"""Security: every way in that base offers needs one in head that asks for no more."""

from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Alternative


def access_changes(pair: Pair) -> Changes:
    """Compare the security of an operation."""
    renamed = _renamed(pair.base_api, pair.head_api)
    asked = [_translated(one, renamed) for one in pair.head.security]
    for alternative in pair.base.security:
        known = _translated(alternative, renamed)
        if not any(_asks_no_more(one, known, pair) for one in asked):
            yield from _refused(pair, alternative, known)
    held = [_translated(one, renamed) for one in pair.base.security]
    for alternative in pair.head.security:
        if not any(_covered(one, _translated(alternative, renamed), pair) for one in held):
            yield pair.change(
                "auth-relaxed", f"calls with {_said(alternative)} are let in now", at=pair.head.spot.at("security"),
                was=pair.base.spot.at("security"), aspect=f"security.{_said(alternative)}", effect="widened",
                direction="request", impact=None, after=_said(alternative),
            )  # fmt: skip


def _covered(base: Alternative, head: Alternative, pair: Pair) -> bool:
    """Whether who has all that `head` asks for was let in before."""
    asked = dict(head)
    return all(name in asked and scopes <= asked[name] and _same_scheme(name, pair) for name, scopes in base)


def _refused(pair: Pair, base: Alternative, known: Alternative) -> Changes:
    kind, text = _reason(base, known, pair)
    yield pair.change(
        kind,
        text,
        at=pair.head.spot.at("security"),
        was=pair.base.spot.at("security"),
        aspect=f"security.{_said(base)}",
        effect="narrowed",
        direction="request",
        before=_said(base),
        after=" or ".join(_said(one) for one in pair.head.security),
    )


def _reason(base: Alternative, known: Alternative, pair: Pair) -> tuple[str, str]:
    now = " or ".join(_said(one) for one in pair.head.security)
    if not base:
        return "auth-added", f"calls without credentials are refused now; {now} is asked for"
    schemes = {name for name, _ in known}
    for one in pair.head.security:
        names = {name for name, _ in one}
        if names == schemes and (changed := sorted(name for name in names if not _same_scheme(name, pair))):
            return "auth-alternative-dropped", f"{', '.join(changed)} is sent in another way now"
        if names == schemes:
            return "auth-scope-added", f"{_said(base)} {_more(known, one)}"
        if names > schemes:
            return "auth-added", f"{_said(base)} is not enough any more; {_said(one)} is asked for"
    return "auth-alternative-dropped", f"{_said(base)} no longer lets callers in; {now} is asked for"


def _more(base: Alternative, head: Alternative) -> str:
    """Say which scopes are asked for beside those that were, or instead of them."""
    had, asked = ({scope for _, scopes in one for scope in scopes} for one in (base, head))
    new = ", ".join(sorted(asked - had))
    gone = ", ".join(sorted(had - asked))
    return f"needs the scope {new} instead of {gone}" if gone else f"needs the scope {new}, too"


def _asks_no_more(head: Alternative, base: Alternative, pair: Pair) -> bool:
    held = dict(base)
    return all(name in held and scopes <= held[name] and _same_scheme(name, pair) for name, scopes in head)


def _same_scheme(name: str, pair: Pair) -> bool:
    base, head = pair.base_api.schemes.get(name), pair.head_api.schemes.get(name)
    return base is None or head is None or base.wire == head.wire


def _renamed(base: Api, head: Api) -> dict[str, str]:
    """Map schemes whose name is gone to a new one with the same definition on the wire.

    Where several new ones have it, nobody can tell them apart in a call: the first stands for all of them.
    """
    gone = [scheme for name, scheme in base.schemes.items() if name not in head.schemes]
    new = [scheme for name, scheme in head.schemes.items() if name not in base.schemes]
    result: dict[str, str] = {}
    for scheme in gone:
        alike = [one.name for one in new if one.wire == scheme.wire]
        result.update((name, alike[0]) for name in (scheme.name, *alike) if alike)
    return result


def _translated(alternative: Alternative, renamed: dict[str, str]) -> Alternative:
    return frozenset((renamed.get(name, name), scopes) for name, scopes in alternative)


def _said(alternative: Alternative) -> str:
    """Write an alternative for people: `oauth (read, write) and api_key`."""
    parts = sorted(f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in alternative)
    return " and ".join(parts) or "nothing"
