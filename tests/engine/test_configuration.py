"""Settings: what is known, what is not, and where it comes from."""

import pytest

from deploycheck.engine.configuration import Configuration, parse_configuration
from deploycheck.engine.schemas import schema
from deploycheck.model.errors import SourceError

WHOLE = """
select = ["api", "database"]
ignore = []
fail-on = "warning"
strict = true
env = "prod"
estate = ["others"]
policies = ["policies"]
exclude = ["old/"]
severity = {owner-missing = "error"}
options.flag-stale = {days = 30}
[[overrides]]
path = "services/legacy/**"
ignore = ["rollout"]
"""


def test_every_setting_is_read():
    found = parse_configuration(WHOLE.encode(), "deploycheck.toml")
    assert (found.select, found.fail_on, found.strict, found.env) == (("api", "database"), "warning", True, ("prod",))
    assert (found.exclude, found.severity) == (("old/",), {"owner-missing": "error"})
    assert found.options == {"flag-stale": {"days": 30}}
    assert found.overrides[0].path == "services/legacy/**"
    assert found.origin["select"] == "deploycheck.toml"


def test_the_published_schema_accepts_what_the_reader_accepts():
    import tomllib

    import jsonschema_rs

    assert jsonschema_rs.is_valid(schema("configuration"), tomllib.loads(WHOLE))
    assert not jsonschema_rs.is_valid(schema("configuration"), {"selct": []})


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\nselct = ["api"]', 2, "`selct` is not a setting; did you mean select?"),
        ('fail-on = "erorr"', 1, "`fail-on` must be one of error, warning, info, never; did you mean error?"),
        ('select = "api"', 1, "`select` must be a list of texts"),
        ("strict = 1", 1, "`strict` must be true or false"),
        ('severity = {a = "bad"}', 1, "`severity` must be one of error, warning, info, off"),
        ('[[overrides]]\nignore = ["a"]', 1, "`overrides` needs one of path, service, tier, environment"),
        ("overrides = 1", 1, "`overrides` must be written as [[overrides]] tables"),
    ],
)
def test_mistakes_are_named_with_their_line(text, line, message):
    with pytest.raises(SourceError) as caught:
        parse_configuration(text.encode(), "deploycheck.toml")
    assert (caught.value.message, caught.value.line) == (message, line)


def test_broken_toml_says_where():
    with pytest.raises(SourceError, match="this is not TOML") as caught:
        parse_configuration(b"a = 1\nb = \nc = 2\n", "deploycheck.toml")
    assert caught.value.line == 2


def test_a_pyproject_without_a_section_of_ours_is_none():
    assert parse_configuration(b"[tool.other]\n", "pyproject.toml") is None
    found = parse_configuration(b"[tool.deploycheck]\nstrict = true\n", "pyproject.toml")
    assert found.strict is True


def test_the_command_line_wins_and_says_so():
    found = Configuration(strict=False).with_(strict=True, select=None)
    assert (found.strict, found.origin["strict"], found.select) == (True, "command line", ())


def test_a_broken_configuration_is_exit_2_and_the_rest_is_checked(judge):
    report = judge({"a.toy": '["x"]'}, {"a.toy": "[]", "deploycheck.toml": "oops = 1"})
    assert [(p.path, p.message) for p in report.problems] == [("deploycheck.toml", "`oops` is not a setting")]
    assert (report.exit_code, [f.rule for f in report.findings]) == (2, ["word-lost"])
