"""Short ways to write a spec and to check two folders in memory."""

from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.load import load_file
from deploycheck.domains.openapi.specification import Specification
from deploycheck.engine.plugins import load_registry
from deploycheck.model.change import Claim
from deploycheck.testing.memory import MemorySnapshot

TODAY = date(2026, 11, 22)
REGISTRY = load_registry()


@pytest.fixture
def judge():
    """Check two mappings of path to content with the rules about APIs, and give the report."""

    def run(base, head, **settings):
        live = tuple(MemorySnapshot(files) for files in settings.pop("live", ()))
        settings = {"today": TODAY, "select": ["api"], "registry": REGISTRY, "live": live, **settings}
        return check(MemorySnapshot(base), MemorySnapshot(head), **settings)

    return run


@pytest.fixture
def said(judge):
    """Compare two specs and give the set of `severity rule aspect` that is new."""

    def run(base, head, path="orders/openapi.yaml", **settings):
        report = judge({path: base}, {path: head}, **settings)
        assert (report.problems, report.crashed) == ((), ())
        return {f"{f.severity.value} {f.rule} {f.aspect}".strip() for f in report.findings if f.status == "new"}

    return run


@pytest.fixture
def spec():
    """Write a spec around the text of its paths (indented by two) and of what follows them."""

    def write(paths, rest="", version="3.0.3"):
        return f"openapi: {version}\ninfo: {{title: Orders, version: '1'}}\npaths:\n{paths}{rest}"

    return write


@pytest.fixture
def operation(spec):
    """Write a spec with one operation whose parts are flow YAML: `parameters`, `requestBody`, `responses` ..."""

    def write(method="get", rest="", version="3.0.3", **parts):
        parts = {"responses": '{"200": {description: OK}}', **parts}
        lines = "".join(f"      {name}: {text}\n" for name, text in parts.items())
        return spec(f"  /orders:\n    {method}:\n{lines}", rest, version)

    return write


@pytest.fixture
def api():
    """Link files in memory to one API, as the domain does; `path` names its spec."""

    def link(files, path="openapi.yaml"):
        loaded, waiting = {}, [(path, "openapi:spec")]
        while waiting:
            name, kind = waiting.pop()
            if name in files and name not in loaded:
                one = load_file(Claim(name, kind, None), files[name].encode())
                loaded[name] = one.facts
                waiting.extend(one.references)
        specification = Specification(loaded[path], loaded)
        return Api("orders", None, specification, "", named=False, external=False)

    return link
