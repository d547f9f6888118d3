"""The wheel and the source distribution, installed into a fresh environment outside of any checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.wheel


def call(*words, cwd, path=None):
    """Run a command with a clean environment: no PYTHONPATH, an own HOME, and git only where PATH has it."""
    kept = {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "http", "no_"))
    }
    environment = {**kept, "HOME": str(cwd), "PATH": os.environ["PATH"] if path is None else path, "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True)  # noqa: PLW1510 - callers look at the code


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Build both distributions from what is checked in or lies here."""
    target = tmp_path_factory.mktemp("dist")
    done = call(sys.executable, "-m", "build", "--outdir", target, ROOT, cwd=target)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = target.glob("*.whl")
    (source,) = target.glob("*.tar.gz")
    return wheel, source


@pytest.fixture(scope="module", params=["wheel", "source"])
def installed(request, distributions, tmp_path_factory):
    """Install one of the distributions as a user would, and give the environment's programs."""
    home = tmp_path_factory.mktemp(request.param)
    venv.create(home / "venv", with_pip=True)
    programs = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    package = distributions[0 if request.param == "wheel" else 1]
    done = call(programs / "python", "-m", "pip", "install", "--quiet", package, cwd=home)
    assert done.returncode == 0, done.stderr
    return programs


def test_the_demo_refuses_outside_of_a_checkout_without_git(installed, tmp_path):
    done = call(installed / "deploycheck", "demo", cwd=tmp_path, path=str(installed))

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("Do not ship this yet: ")


def test_the_demo_repaired_is_fine(installed, tmp_path):
    done = call(installed / "deploycheck", "demo", "--fixed", cwd=tmp_path, path=str(installed))

    assert (done.returncode, done.stderr) == (0, "")


def test_rules_explain_themselves_with_their_cases(installed, tmp_path):
    done = call(installed / "deploycheck", "explain", "operation-removed", cwd=tmp_path, path=str(installed))

    assert done.returncode == 0
    assert "Do this instead" in done.stdout
    assert "```yaml" in done.stdout


def test_there_is_no_module_called_rules(installed, tmp_path):
    done = call(installed / "python", "-c", "import rules", cwd=tmp_path)

    assert "No module named 'rules'" in done.stderr


def test_both_packages_are_typed_and_nothing_else_is_installed(distributions):
    names = zipfile.ZipFile(distributions[0]).namelist()

    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {
        "deploycheck",
        "deploycheck_rules",
    }
    assert {"deploycheck/py.typed", "deploycheck_rules/py.typed"} <= set(names)
    assert "deploycheck/_bundled/estates/shop/base/deploycheck.yaml" in names
    assert "deploycheck/schemas/report.schema.json" in names
    assert not [name for name in names if name.endswith((".pyc", ".sqlite")) or "__pycache__" in name]
