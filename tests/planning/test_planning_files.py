"""Contract files and plans that people write: every mistake gets its line and a hint."""

import json

import pytest
from planning.written import contracts, hand_written

from deploycheck.model.plan import PlanError
from deploycheck.planning import ContractError, load_contracts, load_plan, verify


def mistake(text: str, path: str = "c.yaml") -> str:
    with pytest.raises(ContractError) as caught:
        load_contracts(text.encode(), path)
    return str(caught.value)


def plan_mistake(text: str) -> str:
    with pytest.raises(PlanError) as caught:
        load_plan(text.encode(), "plan.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("{deployed: v1, versions: {v2: {}}}", "c.yaml:2: a: deployed names v1, which is not among its versions; describe it under `versions`, if only as {}"),
        ("{deployed: v1, versions: {v1: {needs: {bb: []}}}}", "c.yaml:2: a v1 needs something of bb, which is not among the components; did you mean b?"),
        ("{deployed: v1, versions: {v1: {reads: {zzz: []}}}}", "c.yaml:2: a v1 reads something of zzz, which is not among the components"),
        ("{deployed: v1, versions: {v1: {}}, after: [a]}", "c.yaml:2: a cannot come after itself"),
        ("{deployed: [v1, v1], versions: {v1: {}}}", "c.yaml:2: a: deployed names a version twice"),
        ("{versions: {v1: {}}}", "c.yaml:2: a is neither deployed nor proposed; say which version is live"),
        ("{deployed: v1, versions: {v1: {}}, retention: {f: {backfilled_by: x}}}", "c.yaml:2: f is backfilled by x, which is not among the components"),
        ("{deployed: v1, versions: {v1: {needs: {b: [{atom: y, when: {c: on}}]}}}}", "c.yaml:2: a v1 needs y depending on c, which is not among the components"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere(component: str, expected: str):
    assert mistake(f"components:\n  a: {component}\n  b: {{deployed: v1, versions: {{v1: {{}}}}}}\n") == expected


def test_several_mistakes_are_told_at_once():
    broken = "{deployed: v1, versions: {v2: {}}}"
    told = mistake(f"components:\n  a: {broken}\n  b: {broken}\n").splitlines()
    assert [line.partition(": ")[0] for line in told] == ["c.yaml:2", "c.yaml:3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "c.yaml: there is nothing in this file"),
        ("components: {}\n---\ncomponents: {}\n", "c.yaml:3: one document was expected, here begins another"),
        ("component: {}\n", "c.yaml:1: unknown key `component`; did you mean components?"),
        ("components: {a: {deployed: v1, versions: {v1: {}}, lingers: soon}}", "c.yaml"),
    ],
)
def test_a_file_that_is_no_contract_file(text: str, expected: str):
    assert mistake(text).startswith(expected)


def test_big_json_is_read_like_small_json():
    many = {f"s{number}": {"deployed": "v1", "versions": {"v1": {"provides": ["x" * 900]}}} for number in range(1_300)}
    text = json.dumps({"components": many})
    assert len(text) > 1 << 20
    assert len(load_contracts(text.encode(), "c.json").components) == 1_300
    assert mistake(text.replace('"provides"', '"provide"', 1), "c.json") == (
        "c.json:1: unknown key `provide` in `v1`; did you mean provides?"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steps: []", "plan.yaml: this is no plan; a plan has `waves`, such as waves: [[orders], [checkout]]"),
        ("waves: orders", "plan.yaml:1: waves should be a list, such as [orders, checkout]"),
        ("waves:\n  - orders", "plan.yaml:2: a wave should be a list, such as [orders, checkout]"),
        ("waves:\n  - {index: 1}", "plan.yaml:2: a wave has `steps`"),
        ("waves:\n  - [1]", "plan.yaml:2: a step is a unit's name, a list of units, or a mapping with `units`"),
        ("waves:\n  - [{units: a}]", "plan.yaml:2: `units` is a list of names"),
        ("waves:\n  - [{units: [a], action: deploi}]", "plan.yaml:2: `action: deploi` is not known; did you mean deploy?"),
        ("waves:\n  - [{units: [a], action: wait, for: ever}]", "plan.yaml:2: `for: ever` is not known"),
        ("waves:\n  - [{units: [a], duration_s: -1}]", "plan.yaml:2: `duration_s` is a whole number of seconds"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_read(text: str, expected: str):
    assert plan_mistake(text).startswith(expected)


def test_a_plan_in_short_and_in_full_form_is_the_same():
    short = load_plan(b"waves: [[a], [b, [c, d]]]", "p.yaml")
    full = load_plan(
        json.dumps(
            {"waves": [{"steps": [{"units": ["a"]}]}, {"steps": [{"units": ["b"]}, {"units": ["c", "d"]}]}]}
        ).encode(),
        "p.json",
    )
    assert short == full == hand_written(["a"], ["b", ["c", "d"]])


RESTARTED = contracts("""
    mill: {strategy: recreate, deployed: v1, proposed: v2, versions: {v1: {}, v2: {}}}
    web: {deployed: v1, proposed: v2, versions: {v1: {needs: {mill: []}}, v2: {}}}
    """)


def faults(text: str) -> list[tuple[int, str]]:
    found = verify(RESTARTED, load_plan(text.encode(), "plan.yaml"))
    return [(one.wave, one.text) for one in found.violations]


@pytest.mark.parametrize(
    ("waves", "expected"),
    [
        ("[[{units: [mill], action: stop}, {units: [mill], action: start}], [web]]", []),
        ("[[{units: [mill], action: stop}], [{units: [mill], action: start}], [web]]", []),
        ("[[{units: [mill], action: stop}], [web], [{units: [mill], action: start}]]",
         [(1, "mill stays stopped while other waves run; start it in the same wave or the next")]),
        ("[[{units: [mill], action: start}], [{units: [mill], action: stop}], [web]]",
         [(1, "mill is started before it is stopped")]),
        ("[[{units: [mill], action: stop}], [web]]", [(1, "mill is stopped and never started")]),
        ("[[{units: [mill], action: start}], [web]]", [(1, "mill is started although it was never stopped")]),
    ],
)  # fmt: skip
def test_stop_and_start_belong_together(waves: str, expected: list[tuple[int, str]]):
    assert faults(f"waves: {waves}") == expected


LINGERING = contracts("""
    library: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /fines]}, v2: {}}}
    phone: {kind: client, lingers: 90d, deployed: v1, proposed: v2, versions: {v1: {needs: {library: [GET /fines]}}, v2: {}}}
    """)


@pytest.mark.parametrize(
    ("wait", "verdict"),
    [
        ("", "unsafe"),
        ("[{units: [phone], action: wait, for: drain}],", "safe"),
        ("[{units: [phone], action: wait, for: retention}],", "unsafe"),
        ("[{units: [phone], action: wait, for: drain, duration_s: 7776000}],", "safe"),
        ("[{units: [phone], action: wait, for: drain, duration_s: 7775999}],", "unsafe"),
        ("[{units: [library], action: wait, for: drain}],", "unsafe"),
    ],
)
def test_old_clients_are_gone_when_somebody_waited_for_them_long_enough(wait: str, verdict: str):
    plan = load_plan(f"waves: [[phone], {wait} [library]]".encode(), "plan.yaml")
    assert verify(LINGERING, plan).verdict == verdict


def test_a_unit_of_the_same_wave_is_not_before_it():
    ordered = contracts("""
        one: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {}, v2: {}}}
        two: {kind: migration, after: [one], deployed: v1, proposed: v2, versions: {v1: {}, v2: {}}}
        """)
    assert verify(ordered, hand_written(["one"], ["two"])).verdict == "safe"
    together = verify(ordered, hand_written(["one", "two"]))
    assert [(one.live, one.text) for one in together.violations] == [(("two", "one"), "two comes after one")]
