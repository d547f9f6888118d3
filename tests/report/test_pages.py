"""Pages of rules are made of what the rule's author wrote."""

from deploycheck.hooks import Rule
from deploycheck.model.severity import Severity
from deploycheck.report.page import rule_page, rule_pages, rules_index

PAGE = """A thing that is used is gone.

## Why it breaks
The call ends in a 404.

## Do this instead
Keep it."""

CASES = """# thing-gone

## Somebody uses it
today: 2026-11-22
They said so.

```yaml base=a/b.yaml
a: 1
```
```toml config
strict = true
```
````md head=c.md
```
````
```findings
error thing-gone head:c.md:1 b
```

## Nobody does
```yaml both=a/b.yaml
a: 1
```
```findings
```
"""


def thing_gone(**changes: object) -> Rule:
    settings = {
        "name": "thing-gone",
        "family": "api",
        "severity": Severity.ERROR,
        "function": lambda: None,
        "needs": (),
        "page": PAGE,
        "since": "0.1",
    }
    return Rule(**{**settings, **changes})


def test_a_page_is_docstring_then_examples() -> None:
    page = rule_page(thing_gone(), CASES)
    assert (
        page
        == """# thing-gone

A thing that is used is gone.

severity: error at most | family: api | since 0.1

## Why it breaks
The call ends in a 404.

## Do this instead
Keep it.

## Examples

### Somebody uses it

(today: 2026-11-22)
They said so.

`a/b.yaml` in base:

```yaml
a: 1
```
`deploycheck.toml`:

```toml
strict = true
```
`c.md` in head:

````md
```
````
deploycheck says:

```text
error thing-gone head:c.md:1 b
```

### Nobody does

`a/b.yaml` in base and head:

```yaml
a: 1
```
deploycheck says nothing.

## Turn it off, or waive one finding

`ignore = ["thing-gone"]` in `deploycheck.toml` turns the rule off, below `[[overrides]]` for one path,
service or environment. One finding is waived with reason, owner and date in `deploycheck-waivers.yaml`,
or where it stands: `deploycheck: ignore[thing-gone] -- reason, until 2027-01-31` in a comment.
"""
    )


def test_options_former_names_and_opt_in_are_told() -> None:
    page = rule_page(
        thing_gone(options={"days": 30, "kinds": ["a"], "deep": True}, default=False, former=("old-name",))
    )
    assert "severity: error at most | family: api | since 0.1 | formerly old-name | runs only when selected" in page
    assert '```toml\n[options.thing-gone]\ndays = 30\nkinds = ["a"]\ndeep = true\n```' in page


def test_the_index_lists_rules_by_family_and_name() -> None:
    rules = [thing_gone(name="z"), thing_gone(name="a"), thing_gone(name="m", family="flags")]
    assert [line.split("](")[0] for line in rules_index(rules).splitlines() if line.startswith(("##", "| ["))] == [
        "## api",
        "| [a",
        "| [z",
        "## flags",
        "| [m",
    ]


def test_a_prefixed_rule_has_a_page_below_its_family() -> None:
    assert sorted(rule_pages([thing_gone(name="acme/z")], {})) == ["api/z.md", "index.md"]
