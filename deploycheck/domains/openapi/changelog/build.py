"""The changelog of one API that differs."""

from deploycheck.domains.openapi.changelog.gathering import gathered
from deploycheck.domains.openapi.changelog.marking import marked
from deploycheck.domains.openapi.changelog.moves import move_notes, moved
from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.operations import operation_notes
from deploycheck.domains.openapi.changelog.whole import WEBHOOK, operations_notes, whole_notes
from deploycheck.domains.openapi.changes.change import Pair
from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.domains.openapi.judge import judge_of
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.versions import bump
from deploycheck.model.changelog import ApiChanges, State, level_of


def api_changes(difference: ApiDiff, *, documentation: bool = False) -> ApiChanges:
    """Give every change of one API, with what breaks callers marked; documentation only where it is asked for."""
    base, head, api = difference.base, difference.head, difference.api
    entries = gathered(marked(_notes(difference), difference.changes, api.title or api.name))
    state: State = "added" if base is None else "removed" if head is None else "changed"
    level = level_of(entries, state)
    old, new = (_version(side) for side in (base, head))
    return ApiChanges(
        name=api.name,
        title=api.title,
        service=api.service,
        state=state,
        base_path=base.path if base else None,
        head_path=head.path if head else None,
        version=bump(old, new, level) if state == "changed" else bump(old, new, "none"),
        entries=tuple(one for one in entries if documentation or not one.documentation),
        left_out=0 if documentation else sum(one.documentation for one in entries),
    )


def _version(api: Api | None) -> str:
    return str(api.info.get("version") or "") if api else ""


def _notes(difference: ApiDiff) -> Notes:
    base, head, match = difference.base, difference.head, difference.match
    moves = () if base is None or head is None else moved(judge_of(base, head), match)
    known = {id(one) for pair in moves for one in pair}
    yield from operations_notes("removed", (one for one in match.removed if id(one) not in known))
    if base is not None and head is not None:
        judge = judge_of(base, head)
        yield from move_notes(judge, moves)
        for old, new in match.both:
            pair = Pair(base, head, old, new)
            yield from operation_notes(Part(pair, judge, pair.subject))
        yield from whole_notes(base, head, match)
    elif base is not None:
        yield from operations_notes("removed", base.webhooks, WEBHOOK)
    elif head is not None:
        yield from operations_notes("added", head.webhooks, WEBHOOK)
    yield from operations_notes("added", (one for one in match.added if id(one) not in known))
