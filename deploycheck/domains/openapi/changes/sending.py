"""How the API's own calls (callbacks, webhooks) show who sends them, and where they go: here the receivers ask."""

from deploycheck.domains.openapi.changes.access import access_changes
from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.model.severity import Impact


def sending_changes(pair: Pair, who: str) -> Changes:
    """Compare credentials and addresses of two versions of one `who` (callback, webhook)."""
    yield from _credentials(pair, who)
    yield from _addresses(pair, who)


def _credentials(pair: Pair, who: str) -> Changes:
    """Every way in which head calls needs one of base that receivers know and that asks for no more."""
    for change in access_changes(pair.swapped):
        way = str(change.after if change.impact is None else change.before)
        if change.impact is None:
            kind, impact = f"{who}-payload-relaxed", None
            text = f"it no longer comes {_with(way)}, and whoever is called can take what comes"
        else:
            kind, impact = f"{who}-auth-changed", Impact.INCOMPATIBLE
            text = f"it comes {_with(way)} now; it came {_with(str(change.after))}"
        yield pair.change(
            kind, text, at=pair.head.spot.at("security"), was=pair.base.spot.at("security"), aspect=change.aspect,
            impact=impact, before=change.after, after=change.before,
        )  # fmt: skip


def _with(ways: str) -> str:
    return "without credentials" if ways == "nothing" else f"with {ways}"


def _addresses(pair: Pair, who: str) -> Changes:
    """Compare the servers that a callback or webhook names of its own; the API's are those that callers call."""
    base, head = pair.base.servers, pair.head.servers
    old, new = (side.addresses if side else () for side in (base, head))
    gone = [url for url in old if head is None or not head.lists(url)]
    come = [url for url in new if base is None or not base.lists(url)]
    if not gone and not come:
        return
    if come:
        text = f"it goes to {', '.join(come)} now" + (f" instead of {', '.join(gone)}" if gone else "")
    else:
        text = f"it no longer goes to {', '.join(gone)}"
    yield pair.change(
        f"{who}-server-changed", text, at=pair.head.spot.at("servers"), was=pair.base.spot.at("servers"),
        aspect="servers", impact=Impact.BEHAVIOURAL, before=gone, after=come,
    )  # fmt: skip
