"""Settings, waivers and policies of a proposal don't decide about that proposal."""

import pytest
from checked_folders import GOOD, LESS, check, write

WAIVER = """waivers:
- {rule: operation-removed, subject: "*", aspect: "*", reason: nobody calls it, owner: me, expires: 2027-01-31}
"""
INLINE = LESS.replace("paths:", "paths:  # deploycheck: ignore[operation-removed] -- trust me, until 2027-01-31")
EVIL = "open('executed', 'w').close()\n"
LOOSE = {"deploycheck.toml": 'ignore = ["api"]\nfail-on = "never"\npolicies = ["evil.py"]\n', "evil.py": EVIL}


@pytest.fixture
def propose(capsys, play, monkeypatch):
    """Commit GOOD with `base` on top, then the removal of an operation with `head` on top, and check the two."""

    def run(head, base=None, *words, **ci):
        write(play.root, {**GOOD, **(base or {})})
        first = play.commit()
        play.git("checkout", "--quiet", "-b", "feature")
        write(play.root, {"keep/openapi.yaml": LESS, **head})
        play.commit()
        monkeypatch.chdir(play.root)
        for name, value in ci.items():
            monkeypatch.setenv(name, value)
        return check(capsys, play.root, "--no-cache", *(words or ("--base", f"git:{first}", "--head", "git:HEAD")))

    return run


def executed(play):
    return (play.root / "executed").exists()


def test_a_ref_is_judged_by_the_settings_of_base(propose, play):
    done = propose(LOOSE)

    assert (done.code, done.found_the_rest, executed(play)) == (1, True, False)
    assert [finding.partition(":")[0] for finding in done.findings("gate-changed")] == [
        "gate-changed deploycheck.toml",
    ]


def test_a_pull_request_in_ci_is_judged_by_the_settings_of_base(propose, play):
    done = propose(LOOSE, None, "--base", "git:main", GITHUB_BASE_REF="main")

    assert (done.code, done.found_the_rest, executed(play)) == (1, True, False)


def test_the_working_tree_is_judged_by_its_own_settings(propose, play):
    done = propose(LOOSE, None, "--base", "git:main")

    assert (done.code, done.found_the_rest, executed(play)) == (0, False, True)


@pytest.mark.parametrize(("trust", "code", "ran"), [("base", 1, False), ("head", 0, True)])
def test_trust_says_whose_settings_hold(propose, play, trust, code, ran):
    done = propose(LOOSE, None, "--base", "git:main", "--head", "git:HEAD", "--trust", trust)

    assert (done.code, executed(play)) == (code, ran)


def test_policies_of_base_run_and_those_that_head_adds_or_changes_do_not(propose, play):
    base = {"deploycheck.toml": 'policies = ["p"]', "p/own.py": "def policy_own(service):\n    assert 0, 'base ran'\n"}
    done = propose({"p/own.py": EVIL, "p/more.py": EVIL}, base)

    assert [f["message"] for f in done.report["findings"] if f["rule"] == "policy/own"] == ["base ran", "base ran"]
    assert not executed(play)
    assert [finding.partition(":")[0] for finding in done.findings("gate-changed")] == [
        "gate-changed p/more.py",
        "gate-changed p/own.py",
    ]


def test_no_policies_executes_nothing_even_of_a_trusted_head(propose, play):
    propose(LOOSE, None, "--base", "git:main", "--no-policies")

    assert not executed(play)


def test_waivers_of_base_hold_and_those_of_head_do_not(propose):
    done = propose({"deploycheck-waivers.yaml": WAIVER})
    assert (done.code, done.report["summary"]["waived"]) == (1, 0)


def test_a_waiver_that_base_has_holds(propose):
    done = propose({}, {"deploycheck-waivers.yaml": WAIVER})
    assert (done.code, done.report["summary"]["waived"]) == (0, 1)


def test_a_waiver_that_head_widens_is_as_base_has_it(propose):
    narrow = WAIVER.replace('subject: "*"', 'subject: "POST *"')
    done = propose({"deploycheck-waivers.yaml": WAIVER}, {"deploycheck-waivers.yaml": narrow})
    assert (done.code, done.report["summary"]["waived"]) == (1, 0)


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--base", "git:main", "--trust", "head"), 0)])
def test_a_waiver_in_a_line_of_an_untrusted_head_does_not_cover_an_error(propose, words, code):
    done = propose({"keep/openapi.yaml": INLINE}, None, *words)
    assert (done.code, done.report["summary"]["waived"]) == (code, 1 - code)


def test_what_runs_is_said_by_the_record_of_base(propose):
    record = "environments: {prod: {keep: main, orders: main}}\n"
    lie = "environments: {prod: {keep: feature, orders: feature}}\n"
    done = propose(
        {"deploycheck-deployments.yaml": lie}, {"deploycheck-deployments.yaml": record},
        "--env", "prod", GITHUB_BASE_REF="main", GITHUB_REF="refs/pull/1/head",
    )  # fmt: skip
    assert (done.code, done.found_the_rest, done.report["base"]["basis"]) == (1, True, "deployments")


def test_every_variable_that_names_a_pull_request_makes_base_judge():
    from deploycheck.snapshots.default_base import TARGET_VARIABLES, names_change

    assert all(names_change({name: "main"}) for name in TARGET_VARIABLES)
    assert names_change({"GITHUB_REF": "refs/pull/7/merge"})
    assert not names_change({"GITHUB_REF": "refs/heads/main"})
    assert not names_change(dict.fromkeys(TARGET_VARIABLES, ""))
