"""Case files are Markdown; what is wrong in one is told with its line."""

from datetime import date

import pytest

from deploycheck.testing import Case, CaseError, CaseFile, parse_cases

WHOLE = """# column-dropped

Prose before the first case is for readers.

## A report still reads it
today: 2026-03-01
env: prod
changed: flags/shop.json 2026-01-31
changed: odd name.json 2025-12-24

The job names the column.

```sql base=db/1.sql
SELECT 1;
```
```sql head=db/1.sql
SELECT 2;
```
```yaml both=deploycheck.yaml
services: {}
```
```toml config
strict = true
```
```findings
error column-dropped head:db/1.sql:1   shop.orders.total
```

## Nobody reads it
Nothing stands in either snapshot.
```findings
```
"""


def test_a_case_file_is_read_whole() -> None:
    shared = {"deploycheck.yaml": "services: {}\n", "deploycheck.toml": "strict = true\n"}
    assert parse_cases(WHOLE, "cases/database/column-dropped.md", "database") == CaseFile(
        "cases/database/column-dropped.md",
        "column-dropped",
        "database",
        (
            Case(
                "A report still reads it",
                5,
                {"db/1.sql": "SELECT 1;\n", **shared},
                {"db/1.sql": "SELECT 2;\n", **shared},
                ("error column-dropped head:db/1.sql:1 shop.orders.total",),
                date(2026, 3, 1),
                "prod",
                (("flags/shop.json", date(2026, 1, 31)), ("odd name.json", date(2025, 12, 24))),
            ),
            Case("Nobody reads it", 29, {}, {}, ()),
        ),
    )


def test_firing_and_silent_are_about_the_rule_itself() -> None:
    text = WHOLE.replace("```findings\n```", "```findings\nwarning other-rule head:a:1 b\n```")
    file = parse_cases(text, "x.md", "database")
    assert [case.title for case in file.firing()] == ["A report still reads it"]
    assert [case.title for case in file.silent()] == ["Nobody reads it"]


def test_a_status_in_front_is_part_of_the_line() -> None:
    text = "# r\n## c\n```findings\nwaived error r head:a:1 b\n```\n"
    assert len(list(parse_cases(text, "x.md", "api").firing())) == 1


def test_longer_fences_hold_shorter_ones() -> None:
    text = "# r\n## c\n````md both=README.md\n```\ncode\n```\n````\n```findings\n```\n"
    assert parse_cases(text, "x.md", "api").cases[0].head == {"README.md": "```\ncode\n```\n"}


def test_the_family_of_a_policy_is_policy() -> None:
    assert parse_cases("# policy/p\n## c\n```findings\n```\n", "x.md", "cases").family == "policy"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.md:1: the first heading names the rule: `# rule-name`"),
        ("# r\n", "x.md:1: there is no case; each starts with `## title`"),
        ("# r\n```findings\n```\n", "x.md:2: this block stands before the first case (`## title`)"),
        ("# r\n## c\n", "x.md:2: the last block of a case is `findings`, empty when nothing is expected"),
        (
            "# r\n## c\n```findings\n```\n```yaml head=a\n```\n",
            "x.md:2: the last block of a case is `findings`, empty when nothing is expected",
        ),
        (
            "# r\n## c\n```yaml haed=a\n```\n```findings\n```\n",
            "x.md:3: a block says `yaml base=PATH`, `head=PATH` or `both=PATH`, or `toml config`, not 'yaml haed=a'",
        ),
        (
            "# r\n## c\n```yaml\n```\n```findings\n```\n",
            "x.md:3: a block says `yaml base=PATH`, `head=PATH` or `both=PATH`, or `toml config`, not 'yaml'",
        ),
        ("# r\n## c\n```a head=../b\n```\n```findings\n```\n", "x.md:3: ../b leaves the snapshot"),
        (
            "# r\n## c\n```a head=b\n```\n```a both=b\n```\n```findings\n```\n",
            "x.md:5: b is given twice for head",
        ),
        ("# r\n## c\n```findings\n", "x.md:3: nothing closes this block"),
        ("# r\n## c\ntoday: soon\n```findings\n```\n", "x.md:3: a date is written 2026-11-22, not 'soon'"),
        ("# r\n## c\n```findings\n```\n## c\n```findings\n```\n", "x.md:5: two cases have the title 'c'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CaseError) as raised:
        parse_cases(text, "x.md", "api")
    assert str(raised.value) == message
