"""Which waivers there are in a run, and which of them have outlived what they excused."""

from collections.abc import Callable, Iterable, Mapping

from deploycheck.engine.known_names import told_unknown
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.selection import matches
from deploycheck.engine.waivers import Waiver
from deploycheck.engine.wiring import Wired
from deploycheck.hooks import Rule
from deploycheck.model.change import View
from deploycheck.model.finding import Reported
from deploycheck.model.snapshot import UnreadableError

MARK = b"deploycheck"


def waivers_in_head(
    listing: SnapshotListing,
    head: View,
    owner_of: Callable[[str], str | None],
    findings: Iterable[Reported],
    rules: Mapping[str, Rule],
) -> list[Waiver]:
    """Give the in-line waivers of head: where something was found or was read before.

    One that names none of `rules` says so; no rules at all means that nobody knows which there are.
    """
    waivers: list[Waiver] = []
    paths = {finding.location.path for finding in findings if finding.location.side == "head"}
    paths.update(path for path in head.claims if MARK in listing.bytes_at_hand(path))
    for path in sorted(paths):
        try:
            data = listing.read(path)
        except UnreadableError:
            continue
        if MARK not in data:
            continue
        service = head.estate.services.get(owner_of(path) or "")
        from deploycheck.engine.inline_waivers import inline_waivers

        found = inline_waivers(path, data.decode("utf-8", "replace"), (service.owner if service else None) or "")
        waivers += (told_unknown(waiver, rules) for waiver in found) if rules else found
    return waivers


def stale(unused: Iterable[Waiver], wired: Iterable[Wired]) -> tuple[Waiver, ...]:
    """Give the waivers that cover nothing although all the rules that they name look at one snapshot and have run.

    A waiver for a change that was merged is spent, no mistake; one for a finding that is still there would be used.
    """
    rules = list(wired)
    return tuple(waiver for waiver in unused if _names_snapshot_rules(waiver, rules))


def _names_snapshot_rules(waiver: Waiver, wired: Iterable[Wired]) -> bool:
    meant = [one for one in wired if any(matches(pattern, one.rule) for pattern in waiver.rules)]
    return bool(meant) and not any(one.about_change or one.late for one in meant)
