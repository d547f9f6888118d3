"""The changelog as one self-contained page: no script, nothing fetched, readable on paper and in the dark."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from deploycheck.model.changelog import KINDS, ApiChanges, Changelog, Entry, Reason
from deploycheck.report.changelog_words import (
    MARKS,
    api_title,
    bump_text,
    by_operation,
    heading,
    headline,
    place,
    reason_text,
    told,
    versions,
    where,
)
from deploycheck.report.printable import counted, printable
from deploycheck.report.style import ReportStyle
from deploycheck.report.witness import witness_text

_METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(log: Changelog, style: ReportStyle) -> str:
    """Give the changelog as an HTML page."""
    del style  # the page has its own
    return "\n".join(_page(log)) + "\n"


def text_of(text: str) -> str:
    """Give text of strangers as text of a page, in content and in attributes."""
    return escape(printable(text), quote=True)


def _page(log: Changelog) -> Iterator[str]:
    sheet = files("deploycheck").joinpath("report", "changelog.css").read_text(encoding="utf-8")
    title = f"API changelog: {log.head} compared with {log.base}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{text_of(title)}</title>\n<style>\n{sheet}</style>\n</head>\n<body>"
    yield '<header>\n<p class="eyebrow">API changelog</p>'
    yield f'<h1><span class="ref">{text_of(str(log.base))}</span> <span class="arrow" aria-label="to">&rarr;</span> '
    yield f'<span class="ref">{text_of(str(log.head))}</span></h1>\n<p class="lead">{text_of(headline(log))}</p>'
    yield from _tiles(log)
    yield "</header>"
    yield from _problems(log)
    yield from _contents(log)
    yield "<main>"
    for number, api in enumerate(log.apis, 1):
        yield from _api(api, number)
    yield f"</main>\n<footer>Made by deploycheck {text_of(log.version)}. Whether a change breaks was proved, or shown "
    yield "by an example; <em>undecided</em> means that neither was possible.</footer>\n</body>\n</html>"


def _tiles(log: Changelog) -> Iterator[str]:
    numbers = [("breaking", log.breaking()), ("undecided", log.breaking("unknown"))]
    numbers += [(kind, sum(api.count(kind) for api in log.apis)) for kind in reversed(KINDS)]
    yield '<dl class="tiles">'
    for name, number in numbers:
        if number or name in {"breaking", "added", "changed", "removed"}:
            quiet = "" if number else " none"
            yield f'<div class="tile {name}{quiet}"><dt>{name}</dt><dd>{number}</dd></div>'
    yield "</dl>"
    if log.breaking() or log.breaking("unknown"):
        yield '<p class="filter"><input type="checkbox" id="only"> <label for="only">Show only what breaks</label></p>'


def _problems(log: Changelog) -> Iterator[str]:
    if log.problems:
        listed = "".join(f"<li>{text_of(str(problem))}</li>" for problem in log.problems)
        yield f'<section class="problems"><h2>This could not be read</h2><ul>{listed}</ul></section>'


def _contents(log: Changelog) -> Iterator[str]:
    if len(log.apis) < 2:  # noqa: PLR2004  one needs no list
        return
    yield '<nav aria-label="APIs"><ul>'
    for number, api in enumerate(log.apis, 1):
        breaking = api.breaking()
        count = f' <span class="count bad">{breaking} breaking</span>' if breaking else ""
        quiet = f' <span class="count">{counted(len(api.entries), "change")}</span>' if not breaking else ""
        yield f'<li><a href="#api-{number}">{text_of(api_title(api))}</a>{count}{quiet}</li>'
    yield "</ul></nav>"


def _api(api: ApiChanges, number: int) -> Iterator[str]:
    yield f'<section class="api" id="api-{number}" aria-labelledby="name-{number}">'
    yield f'<h2 id="name-{number}">{text_of(api_title(api))} <span class="version">{text_of(versions(api))}</span></h2>'
    service = f" of {text_of(api.service)}" if api.service and api.service != api.name else ""
    yield f'<p class="file"><code>{text_of(place(api))}</code>{service}</p>'
    if text := bump_text(api.version):
        state = "enough" if api.version.enough else "short"
        yield f'<p class="bump {state}"><strong>Version</strong> {text_of(text)}</p>'
    if not api.entries:
        yield '<p class="nothing">Nothing changed that callers notice.</p>'
    for operations, entries in by_operation(api):
        yield from _group(operations, entries)
    if api.left_out:
        yield f'<p class="nothing">{counted(api.left_out, "change")} of documentation left out.</p>'
    yield "</section>"


def _group(operations: tuple[str, ...], entries: list[Entry]) -> Iterator[str]:
    yield f'<section class="group">\n<h3>{_heading(operations)}</h3>'
    if len(operations) > 2:  # noqa: PLR2004  the heading names as many
        listed = "".join(f"<li>{_operation(one)}</li>" for one in operations)
        yield f"<details><summary>All {len(operations)} operations</summary><ul>{listed}</ul></details>"
    yield '<ul class="entries">'
    for entry in entries:
        yield from _entry(entry)
    yield "</ul>\n</section>"


def _heading(operations: tuple[str, ...]) -> str:
    if len(operations) in {1, 2}:
        return " <small>and</small> ".join(map(_operation, operations))
    return text_of(heading(operations))


def _operation(text: str) -> str:
    """Write an operation with its method as a badge; a webhook as it is called."""
    method, _, path = text.partition(" ")
    if method not in _METHODS:
        return f'<code class="path">{text_of(text)}</code>'
    return f'<span class="method {method.lower()}">{method}</span> <code class="path">{text_of(path)}</code>'


def _entry(entry: Entry) -> Iterator[str]:
    state = MARKS[entry.breaking]
    mark = f'<span class="mark {state}">{state}</span> ' if state else ""
    yield f'<li class="entry {state or "fine"}"><span class="kind {entry.kind}">{entry.kind}</span>'
    yield f'<div class="what"><p>{mark}{text_of(entry.sentence)}</p>'
    if place_text := where(entry):
        yield f'<p class="where"><code>{text_of(place_text)}</code></p>'
    reasons, more = told(entry)
    for reason in reasons:
        yield from _reason(reason, entry)
    if more:
        yield f'<p class="where">{more}</p>'
    yield "</div></li>"


def _reason(reason: Reason, entry: Entry) -> Iterator[str]:
    severity = reason.severity.value if reason.severity else ""
    shown = f'<span class="severity {severity}">{severity}</span> ' if severity else ""
    yield f'<div class="reason"><p>{shown}<code>{text_of(reason.rule)}</code> {text_of(reason_text(reason, entry))}</p>'
    if reason.witness is not None and reason.breaking == "yes":
        yield f'<p class="witness"><strong>Example</strong> <code>{text_of(witness_text(reason.witness))}</code></p>'
    yield "</div>"
