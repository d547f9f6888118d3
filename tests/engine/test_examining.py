"""One run of the engine, on a toy domain."""

from dataclasses import replace

import pytest
from toy_plugin import Toy, registry

from deploycheck.engine.plugins import load_registry
from deploycheck.hooks import fact, rule
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Finding
from deploycheck.model.location import Location
from deploycheck.model.service import Service


def told(report):
    return [(f.severity.value, f.status, f.rule, f.subject) for f in report.findings]


def test_what_head_lost_is_an_error_and_fails(judge):
    report = judge({"a.toy": '["x", "y"]'}, {"a.toy": '["x"]'})

    assert told(report) == [("error", "new", "word-lost", "y")]
    assert (report.verdict, report.exit_code) == ("fail", 1)


def test_what_base_has_too_is_existing_and_what_head_mended_is_fixed(judge):
    report = judge({"a.toy": '["LOUD", "SHRILL"]'}, {"a.toy": '["LOUD", "NEW"]'}, select=["word-shouted"])

    assert sorted(told(report)) == [
        ("warning", "existing", "word-shouted", "LOUD"),
        ("warning", "fixed", "word-shouted", "SHRILL"),
        ("warning", "new", "word-shouted", "NEW"),
    ]
    assert (report.summary.warning, report.summary.existing, report.summary.fixed) == (1, 1, 1)


def test_what_is_derived_from_an_item_is_derived_once_for_all_rules_but_anew_for_options(judge):
    derived = []

    @fact(scope="item")
    def length(lost_word):
        """Measure a word."""
        derived.append(lost_word[1])
        return len(lost_word[1])

    @fact(scope="item")
    def limit(lost_word, options):
        """Look at the options."""
        return options["limit"]

    def named(name, default):
        @rule(name, severity="info", family="toy", options={"limit": default})
        def long_word(lost_word, length, limit):
            """Say what is long."""
            yield Finding(f"{length} of {limit}", at=Location(lost_word[0], 1), subject=f"{lost_word[1]}>{limit}")

        return long_word

    rules = registry(named("one", 1), named("two", 2), facts=[length, limit])
    report = judge({"a.toy": '["x", "yy"]'}, {"a.toy": "[]"}, rules, select=["one", "two"])

    assert sorted(f.subject for f in report.findings) == ["x>1", "x>2", "yy>1", "yy>2"]
    assert derived == ["x", "yy"]


def test_a_rule_is_called_for_items_that_hold_what_it_judges(judge):
    class Bag(str):
        __slots__ = ()

        @property
        def kinds(self):
            return frozenset(self.split("+"))

    @fact(scope="item")
    def bag(change):
        """Give bags of kinds, and one thing that does not say what it holds."""
        yield from (Bag("red+blue"), Bag("green"), "plain")

    asked = []

    def named(name, kinds):
        @rule(name, severity="info", family="toy", kinds=kinds)
        def seen(bag):
            """Note what it was asked about."""
            asked.append((name, str(bag)))
            yield from ()

        return seen

    rules = registry(named("blue", ("blue",)), named("any", ()), facts=[bag])
    judge({"a.toy": "[]"}, {"a.toy": '["x"]'}, rules, select=["blue", "any"])

    assert sorted(asked) == [
        ("any", "green"), ("any", "plain"), ("any", "red+blue"), ("blue", "plain"), ("blue", "red+blue"),
    ]  # fmt: skip


def test_a_renamed_service_makes_no_finding_new(judge):
    manifest = "services: {NAME: {path: .}}"
    before = {"deploycheck.yaml": manifest.replace("NAME", "shop"), "a.toy": '["LOUD"]'}
    after = {"deploycheck.yaml": manifest.replace("NAME", "store"), "a.toy": '["LOUD", "NEW"]'}

    with_services = replace(registry(), estate_reader=load_registry().estate_reader)
    report = judge(before, after, with_services, select=["word-shouted"])

    assert sorted((f.service, f.status, f.subject) for f in report.findings) == [
        ("store", "existing", "LOUD"),
        ("store", "new", "NEW"),
    ]


def test_the_same_tree_runs_snapshot_rules_alone_and_says_so(judge):
    report = judge({"a.toy": '["LOUD"]'}, {"a.toy": '["LOUD"]'})

    assert report.compared is False
    assert told(report) == [("warning", "existing", "word-shouted", "LOUD")]
    assert report.exit_code == 0


def test_an_unchanged_file_is_loaded_once_for_both_sides(judge):
    toy = Toy()
    judge({"a.toy": "[]", "b.toy": '["x"]'}, {"a.toy": "[]", "b.toy": '["y"]'}, registry(domain=toy))

    assert sorted(toy.loaded) == ["a.toy", "b.toy", "b.toy"]


def test_a_crashing_rule_is_reported_the_rest_runs_and_nothing_was_judged(judge):
    @rule("bomb", severity="error", family="toy")
    def bomb(view):
        """Raise."""
        raise ZeroDivisionError("boom")

    report = judge({"a.toy": '["x"]'}, {"a.toy": "[]"}, registry(bomb))

    assert [crash.rule for crash in report.crashed] == ["bomb"]
    assert "ZeroDivisionError: boom" in report.crashed[0].message
    assert told(report) == [("error", "new", "word-lost", "x")]
    assert report.exit_code == 2


def test_a_recognised_file_that_is_broken_is_listed_and_a_named_one_is_a_problem(judge):
    report = judge({}, {"a.toy": "[", "named.toy": "["})

    assert [entry.path for entry in report.not_analysed] == ["a.toy", "named.toy"]
    assert [(problem.path, problem.line) for problem in report.problems] == [("named.toy", 1)]
    assert report.exit_code == 2


def test_what_is_broken_in_base_alone_is_no_problem(judge):
    report = judge({"named.toy": "["}, {"named.toy": "[]"})

    assert (report.problems, report.exit_code) == ((), 0)


def test_a_rule_s_severity_can_be_configured_and_switched_off(judge):
    files = {"a.toy": '["x"]', "deploycheck.toml": 'severity = {word-lost = "info"}'}
    assert told(judge(files, files | {"a.toy": "[]"})) == [("info", "new", "word-lost", "x")]

    files["deploycheck.toml"] = 'severity = {word-lost = "off"}'
    assert told(judge(files, files | {"a.toy": "[]"})) == []


def test_overrides_apply_by_path_and_service(judge):
    orders = Service("orders", "orders", Location("deploycheck.yaml", 1), tier=1)
    base = {
        "orders/a.toy": '["x"]',
        "web/a.toy": '["x"]',
        "deploycheck.toml": '[[overrides]]\nservice = "orders"\nignore = ["word-lost"]\n',
    }
    head = base | {"orders/a.toy": "[]", "web/a.toy": "[]"}
    report = judge(base, head, registry(services=[orders]))
    assert [f.location.path for f in report.findings] == ["web/a.toy"]


def test_an_unknown_rule_name_is_refused_with_a_hint(judge):
    with pytest.raises(UsageError, match="did you mean word-lost"):
        judge({}, {}, select=["word-lots"])


def test_fingerprints_survive_moves_and_differ_by_subject(judge):
    one = judge({"a.toy": '["x", "y"]'}, {"a.toy": "[]"})
    other = judge({"a.toy": '["x",\n\n "y"]'}, {"a.toy": "[ ]"})

    assert {f.fingerprint for f in one.findings} == {f.fingerprint for f in other.findings}
    assert len({f.fingerprint for f in one.findings}) == 2
    assert all(f.fingerprint.startswith("dc1:") and len(f.fingerprint) == 20 for f in one.findings)


def test_equal_findings_at_two_places_get_fingerprints_of_their_own(judge):
    @rule("twins", severity="info", family="toy")
    def twins(view):
        """Find the same thing twice."""
        yield Finding("here", at=Location("a.toy", 1), subject="twin")
        yield Finding("here", at=Location("a.toy", 2), subject="twin")

    report = judge({}, {"a.toy": "[]"}, registry(twins))
    assert len({f.fingerprint for f in report.findings}) == 2


def test_paths_filter_what_is_reported_and_the_whole_estate_is_read(judge):
    report = judge({"a/x.toy": '["p"]', "b/x.toy": '["q"]'}, {"a/x.toy": "[]", "b/x.toy": "[]"}, paths=["b"])
    assert [f.subject for f in report.findings] == ["q"]


@pytest.mark.parametrize("known", ["a", "a/x.toy", "b"])
def test_a_path_that_no_side_has_is_a_problem_and_one_that_a_side_has_is_not(judge, known):
    report = judge({"a/x.toy": "[]"}, {"b/x.toy": "[]"}, paths=[known, "c"])

    said = "there is no file or folder c in base or head; paths start at the root of the tree"
    assert [(p.path, p.message) for p in report.problems] == [("c", said)]
    assert report.exit_code == 2


def test_strict_and_fail_on_decide_what_fails(judge):
    base, head = {"a.toy": "[]"}, {"a.toy": '["LOUD"]'}
    assert judge(base, head).exit_code == 0
    assert judge(base, head, fail_on="warning").exit_code == 1
    assert judge(base, head, fail_on="never").exit_code == 0


def test_reports_do_not_depend_on_the_order_of_files(judge):
    base = {"b.toy": '["x"]', "a.toy": '["y"]'}
    head = {"b.toy": "[]", "a.toy": "[]"}
    backwards = judge(dict(reversed(base.items())), dict(reversed(head.items())))
    assert judge(base, head).to_dict() == backwards.to_dict()


@pytest.mark.parametrize(("head", "calls"), [({"a.toy": '["x"]'}, 1), ({"deploycheck.yaml": "services: {two: {}}"}, 2)])
def test_a_rule_about_services_alone_asks_once_where_all_services_are_the_same(judge, head, calls):
    asked = []

    @rule("service-named", severity="warning", family="toy")
    def service_named(service):
        """Say every service."""
        asked.append(service.name)
        yield Finding(f"there is {service.name}", at=service, subject=service.name)

    base = {"deploycheck.yaml": "services: {one: {}}", "a.toy": "[]"}
    rules = replace(registry(service_named), estate_reader=load_registry().estate_reader)
    report = judge(base, base | head, rules, select=["service-named"])

    assert len(asked) == calls
    statuses = {finding.subject: finding.status for finding in report.findings}
    assert statuses == ({"one": "existing"} if calls == 1 else {"one": "fixed", "two": "new"})
