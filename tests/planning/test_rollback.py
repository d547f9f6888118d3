"""What each step says about going back, against the definition read off the contracts themselves."""

from planning.random_contracts import random_contracts
from planning.written import contracts, order, planned, step_of

from deploycheck.model.contract import Component, Contracts
from deploycheck.planning.planner import draft


def lasting(writer: Component, reader: Component) -> bool:
    """Whether what `writer`'s step leaves behind for good hurts an old version of `reader`."""
    old = [reader.contract(version) for version in reader.ending]
    return _schema(writer, old) or _data(writer, old)


def _schema(writer: Component, old) -> bool:
    if writer.proposed is not None and writer.kind not in ("migration", "database"):
        return False
    for new in map(writer.contract, writer.starting):
        for version in old:
            for need in version.needs.get(writer.name, ()):
                supplied = version.supplies.get(writer.name, {}).get(need.atom, frozenset())
                demanded = new.demands.get(need.atom, frozenset())
                if need.atom not in new.provides or not (supplied is not None and demanded <= set(supplied)):
                    return True
    return False


def _data(writer: Component, old) -> bool:
    before = writer.stored.union(*(writer.contract(version).emits for version in writer.deployed))
    after = frozenset[str]().union(*(writer.contract(version).emits for version in writer.starting))
    return any(writer.name in version.reads and (after - before) - version.reads[writer.name] for version in old)


def plain(made: Contracts) -> bool:
    """Whether every need of a file is unconditional and known."""
    versions = [version for one in made.components.values() for version in one.versions.values()]
    needs = [need for version in versions for wanted in version.needs.values() for need in wanted]
    supplies = [given for version in versions for atoms in version.supplies.values() for given in atoms.values()]
    return not any(need.when for need in needs) and all(isinstance(given, frozenset) for given in supplies)


def test_nobody_goes_back_behind_those_whom_lasting_effects_would_hurt():
    seen = 0
    for made in map(random_contracts, range(3_000)):
        result = draft(made).result
        if result.verdict == "plan" and not result.already_broken and plain(made):
            for unit in made.units:
                step = step_of(result, unit)
                bound = {
                    other
                    for one in step.units
                    for other in made.units
                    if other not in step.units and lasting(made.components[one], made.components[other])
                }
                assert set(step.rollback.not_behind) == bound, (made.title, unit)
                seen += len(bound)
    assert seen > 50


def test_who_is_named_has_moved_before():
    for made in map(random_contracts, range(400)):
        result = draft(made).result
        place = {
            unit: number
            for number, wave in enumerate(result.waves)
            for step in wave.steps
            if step.action != "wait"
            for unit in step.units
        }
        for wave in result.waves:
            for step in wave.steps:
                assert all(place[reader] < place[step.units[0]] for reader in step.rollback.not_behind)


def test_a_point_of_no_return_comes_as_late_as_it_can_and_after_a_day_of_proof():
    result = planned("""
        drop: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {provides: [book.title]}, v2: {}}}
        kiosk: {deployed: v1, proposed: v2, versions: {v1: {needs: {drop: [book.title]}}, v2: {}}}
        one: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [GET /a]}}}
        two: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {needs: {one: [GET /a]}}}}
        """)
    shown = [[(step.action, step.units, step.duration_s) for step in wave.steps] for wave in result.waves]
    assert shown[-2:] == [[("wait", ("kiosk",), 86_400)], [("migrate", ("drop",), None)]]
    assert result.irreversible == {"drop": "drop drops book.title"}
    assert step_of(result, "drop").rollback.note == "drop drops book.title"


def test_what_nothing_waits_for_is_removed_last():
    result = planned("""
        legacy: {deployed: v1, proposed: null, versions: {v1: {provides: [GET /old]}}}
        one: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [GET /a]}}}
        two: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {needs: {one: [GET /a]}, provides: [GET /b]}}}
        three: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {needs: {two: [GET /b]}}}}
        """)
    assert order(result) == [{"one"}, {"two"}, {"legacy", "three"}]


def test_what_follows_a_point_of_no_return_is_not_held_up_for_ever():
    result = planned("""
        drop: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {provides: [book.title]}, v2: {}}}
        reuse: {kind: migration, after: [drop], deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [book.t2]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {needs: {reuse: [book.t2]}}}}
        """)
    units = [step.units for wave in result.waves for step in wave.steps]
    assert units == [("drop",), ("reuse",), ("kiosk",)]


def test_a_narrowed_schema_binds_those_who_did_not_supply_what_it_asks_for():
    result = planned("""
        strict: {kind: migration, deployed: v1, proposed: v2, versions: {
          v1: {provides: [loan:insert]}, v2: {provides: [loan:insert], demands: {loan:insert: [card]}}}}
        desk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {strict: [loan:insert]}},
          v2: {needs: {strict: [loan:insert]}, supplies: {strict: {loan:insert: [card]}}}}}
        """)
    back = step_of(result, "strict").rollback
    assert (back.status, back.not_behind, back.note) == ("limited", ("desk",), "not behind desk")
    assert step_of(result, "desk").rollback.status == "ok"


def test_what_is_dropped_is_told_in_short():
    result = planned("""
        drop: {kind: migration, deployed: v1, proposed: v2, versions: {
          v1: {provides: [s.loan, s.loan.book, s.loan.card, s.book.title, s.a, s.b, s.c]}, v2: {}}}
        """)
    assert result.irreversible == {"drop": "drop drops s.a, s.b, s.book.title, s.c and 1 more"}


def test_a_removed_flag_binds_its_readers():
    made = contracts("""
        flag.old: {kind: flag, deployed: v1, proposed: null, versions: {v1: {provides: ["flag:old"]}}}
        web: {deployed: v1, proposed: v2, versions: {v1: {needs: {flag.old: ["flag:old"]}}, v2: {}}}
        """)
    back = step_of(draft(made).result, "flag.old").rollback
    assert (back.status, back.not_behind, back.note) == ("none", ("web",), "flag.old is removed")
