"""The pages of rules: what `explain` prints and `docs/rules` holds, made of docstring and cases."""

from collections.abc import Iterable, Iterator

from deploycheck.documents.fences import Fence, TextLine, blocks
from deploycheck.hooks import Rule

GENERATED = "<!-- Generated from the rule's docstring and its cases; change those. -->"

_SIDE = {"base": "in base", "head": "in head", "both": "in base and head"}
_HEADERS = ("today: ", "env: ", "changed: ")


def rule_page(rule: Rule, cases: str | None = None) -> str:
    """Give the page of a rule as Markdown; `cases` is the text of its case file, which becomes the examples."""
    summary, _, rest = rule.page.strip().partition("\n")
    parts = [f"# {rule.name}", summary, " | ".join(_facts(rule)), rest.strip()]
    if rule.options:
        parts += ["## Options", _options(rule)]
    if cases:
        parts += ["## Examples", "\n".join(_examples(cases)).strip()]
    parts += ["## Turn it off, or waive one finding", _off(rule)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    """Say how bad, which family, since when, and whether it runs by default."""
    yield f"severity: {rule.severity.value} at most"
    yield f"family: {rule.family}"
    if rule.since:
        yield f"since {rule.since}"
    if rule.former:
        yield f"formerly {', '.join(rule.former)}"
    if not rule.default:
        yield "runs only when selected"


def _options(rule: Rule) -> str:
    lines = [f"{name} = {_toml(value)}" for name, value in rule.options.items()]
    return "\n".join(["```toml", f"[options.{rule.name}]", *lines, "```"])


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return str(value)


def _off(rule: Rule) -> str:
    return "\n".join(
        [
            f'`ignore = ["{rule.name}"]` in `deploycheck.toml` turns the rule off, below `[[overrides]]` for one path,',
            "service or environment. One finding is waived with reason, owner and date in `deploycheck-waivers.yaml`,",
            f"or where it stands: `deploycheck: ignore[{rule.name}] -- reason, until 2027-01-31` in a comment.",
        ]
    )


def _examples(cases: str) -> Iterator[str]:
    """Turn a case file into examples: deeper headings, files named above their blocks, findings as what is said."""
    for block in blocks(cases):
        match block:
            case Fence(info="findings", text=text):
                yield from _said(text)
            case Fence():
                yield from _file(block)
            case TextLine(text) if text.startswith("## "):
                yield f"#{text}"
                yield ""
            case TextLine(text) if text.startswith("# "):
                pass
            case TextLine(text) if text.startswith(_HEADERS):
                key, _, value = text.partition(": ")
                yield f"({key}: {value})"
            case TextLine(text):
                yield text


def _said(text: str) -> Iterator[str]:
    if not text.strip():
        yield "deploycheck says nothing."
        return
    yield "deploycheck says:"
    yield ""
    yield from ["```text", text.rstrip("\n"), "```"]


def _file(block: Fence) -> Iterator[str]:
    language, _, target = block.info.partition(" ")
    sides, _, path = target.strip().partition("=")
    name = "`deploycheck.toml`:" if target == "config" else f"`{path}` {_SIDE.get(sides, '')}:"
    ticks = "`" * max(3, 1 + max((len(line) - len(line.lstrip("`")) for line in block.text.splitlines()), default=0))
    yield name
    yield ""
    yield from [f"{ticks}{language}", block.text.rstrip("\n"), ticks]


def rules_index(rules: Iterable[Rule]) -> str:
    """Give the table of all rules by family, each linked to its page."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule)
    parts = ["# Rules", GENERATED]
    for family, members in sorted(families.items()):
        rows = [
            f"| [{rule.name}]({page_path(rule)}) | {rule.severity.value} | {rule.summary} |"
            for rule in _sorted(members)
        ]
        parts.append(
            "\n".join([f"## {family}", "", "| rule | severity at most | finds |", "| --- | --- | --- |", *rows])
        )
    return "\n\n".join(parts) + "\n"


def _sorted(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.name)


def page_path(rule: Rule) -> str:
    """Name the file of a rule's page, below the folder of the index."""
    return f"{rule.family}/{rule.name.rpartition('/')[2]}.md"


def rule_pages(rules: Iterable[Rule], cases: dict[str, str]) -> dict[str, str]:
    """Give every file of `docs/rules` by path; `cases` maps names of rules to the text of their case files."""
    rules = _sorted(rules)
    pages = {page_path(rule): f"{GENERATED}\n\n{rule_page(rule, cases.get(rule.name))}" for rule in rules}
    return {"index.md": rules_index(rules), **pages}
