"""Which files are looked at, and what the settings add."""

import pytest

from deploycheck.app import check, look
from deploycheck.domains.flags.model import FlagModel
from deploycheck.domains.flags.recognise import _DEPENDENCIES
from deploycheck.model.change import View
from deploycheck.model.report import Report
from deploycheck.testing import MemorySnapshot

FLAGS = """flags:
  new-page:
    state: ENABLED
    variants: {"on": true, "off": false}
    defaultVariant: "on"
"""


def head_of(files: dict[str, str | bytes]) -> View:
    return look(MemorySnapshot({}), MemorySnapshot(files)).survey.change.head


def claimed(files: dict[str, str | bytes]) -> set[str]:
    """Name the files that were looked through for flags."""
    return {path for path, claim in head_of(files).claims.items() if claim.kind == "flags:code"}


def found(files: dict[str, str | bytes]) -> Report:
    return check(MemorySnapshot({}), MemorySnapshot(files), select=["flag-read-but-undeclared"])


def test_code_is_looked_at_where_it_names_a_key_or_a_flag_sdk() -> None:
    files: dict[str, str | bytes] = {
        "flags.yaml": FLAGS,
        "named.sh": "flip new-page on",
        "sdk.rs": "use open_feature::Client;",
        "client.rs": 'client.get_bool_value("other", None, None).await',
        "settings.rs": 'settings.get_bool_value("verbose")',
        "wrapper.js": "isFlagEnabled(name)",
        "neither.go": "package main",
        "notes.md": "new-page is a flag",
        "lock.sum": "new-page",
        "binary.exe2": b"\0\0new-page",
        "node_modules/sdk/index.js": "new-page",
    }

    assert claimed(files) == {"named.sh", "sdk.rs", "client.rs", "wrapper.js"}


def test_without_flags_and_without_an_sdk_no_code_is_looked_at() -> None:
    code = 'on = client.get_boolean_value("new-page", False)  # openfeature'

    assert claimed({"page.py": code}) == set()
    assert claimed({"page.py": code, "requirements.txt": "openfeature-sdk"}) == {"page.py"}
    assert "page.py" in claimed({"page.py": code, "go.mod": "require github.com/open-feature/go-sdk v1.0.0"})


def test_manifests_of_others_keep_their_owner() -> None:
    """One file has one owner: a Deployment that names a key stays a Deployment."""
    deployment = "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: new-page}\n"
    settings = "page: new-page\n"

    files = {
        "flags.yaml": FLAGS,
        "k8s.yaml": deployment,
        "settings.yaml": settings,
        "kustomization.yaml": "# new-page\n{}",
    }

    view = head_of({**files, "values.yaml": "services: new-page"})

    assert view.claims["k8s.yaml"].kind == "kubernetes:manifest"
    assert view.claims["settings.yaml"].kind == "flags:code"
    assert view.claims["flags.yaml"].kind == "flags:definitions"
    assert view.claims["kustomization.yaml"].kind == "kubernetes:kustomization"
    assert view.claims["values.yaml"].kind == "flags:code"
    assert check(MemorySnapshot({}), MemorySnapshot(files)).problems == ()


def test_settings_name_functions_that_read_flags() -> None:
    files: dict[str, str | bytes] = {"flags.yaml": FLAGS, "page.go": 'var on = toggled("new-pages")'}

    assert found(files).findings == ()
    files["deploycheck.toml"] = 'options.flags = {calls = ["toggled"]}'
    (undeclared,) = found(files).findings
    assert (undeclared.rule, undeclared.subject, undeclared.location.line) == (
        "flag-read-but-undeclared", "new-pages", 1,
    )  # fmt: skip


def test_settings_may_stand_in_pyproject() -> None:
    files: dict[str, str | bytes] = {
        "flags.yaml": FLAGS,
        "page.py": 'on = toggled("new-pages")',
        "pyproject.toml": '[tool.deploycheck]\noptions.flags = {calls = ["toggled"]}',
    }

    assert [finding.subject for finding in found(files).findings] == ["new-pages"]


def test_settings_of_the_wrong_shape_add_nothing() -> None:
    files: dict[str, str | bytes] = {
        "flags.yaml": FLAGS,
        "page.go": 'var on = toggled("new-pages")',
        "deploycheck.toml": 'options.flags = {calls = "toggled"}',
    }

    assert found(files).findings == ()


def test_a_call_of_anybodys_library_is_no_read_unless_its_key_is_declared() -> None:
    node = 'String name = node.getStringValue("title"); String page = node.getStringValue("new-page");'

    model = head_of({"flags.yaml": FLAGS, "Node.java": node}).model("flags")

    assert isinstance(model, FlagModel)
    assert set(model.calls) == {"new-page"}


def test_a_key_that_two_files_declare_keeps_the_first() -> None:
    model = head_of({"a.yaml": FLAGS, "b.yaml": FLAGS.replace('"on"\n', '"off"\n')}).model("flags")

    assert isinstance(model, FlagModel)
    assert model.flags["new-page"].location.path == "a.yaml"
    assert [flag.location.path for flag in model.repeated["new-page"]] == ["a.yaml", "b.yaml"]


def test_a_broken_definition_file_is_told_and_what_it_lost_is_not() -> None:
    """Its flags are not called removed: nobody can tell."""
    schema = '{"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": {"a": {"variants": {"x": 1}}}}'

    report = check(MemorySnapshot({"f.json": schema}), MemorySnapshot({"f.json": schema[:-3]}))

    assert [entry.location.path for entry in report.not_analysed] == ["f.json"]
    assert {finding.rule for finding in report.findings if finding.status == "new"} == {"file-not-analysed"}


@pytest.mark.parametrize(
    "name", [*sorted(_DEPENDENCIES), "app.csproj", "Directory.Packages.props", "requirements-dev.in"]
)
def test_a_flag_sdk_is_found_in_every_file_of_dependencies(name: str) -> None:
    code = 'on = client.get_boolean_value("new-page", False)'

    assert "page.py" in claimed({"page.py": code, f"app/{name}": "open-feature"})
    assert claimed({"page.py": code, f"app/no-{name}x": "open-feature"}) == set()
