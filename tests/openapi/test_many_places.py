"""Bodies with more changes than are looked at one by one: what was not looked at is never called harmless."""

from datetime import date

from deploycheck.app.changelog import changelog


def body(kind, count):
    properties = ", ".join(f"p{at}: {{type: {kind}}}" for at in range(count))
    return f"{{content: {{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}}}"


def test_what_was_not_looked_at_is_not_widened(judge, operation):
    old, new = (operation("post", requestBody=body(kind, 300)) for kind in ("string", "integer"))
    report = judge({"openapi.yaml": old}, {"openapi.yaml": new}, select=["all"])
    said = {finding.rule for finding in report.findings if finding.family == "api"}

    assert "request-schema-widened" not in said
    assert {"request-body-narrowed", "spec-undecidable"} <= said


def test_what_was_not_looked_at_is_open_in_the_changelog(tmp_path, operation):
    for side, kind in (("base", "string"), ("head", "integer")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "openapi.yaml").write_text(operation("post", requestBody=body(kind, 300)))
    log = changelog("dir:base", "dir:head", root=tmp_path, today=date(2026, 11, 22))

    assert {entry.breaking for api in log.apis for entry in api.entries} == {"yes", "unknown"}
