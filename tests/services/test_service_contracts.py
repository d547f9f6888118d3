"""Services and clients as components."""

import json

import pytest

from deploycheck.app import plan
from deploycheck.domains.services.domain import ServicesDomain
from deploycheck.domains.services.model import ServicesDiff
from deploycheck.hooks import Sight
from deploycheck.model.contract import UNCHANGED
from deploycheck.testing.memory import MemorySnapshot

WEB = "services: {web: {build: web, environment: {ADDR: 'ads:80'}}}"
BOTH = "services: {web: {build: web, environment: {ADDR: 'ads:80'}}, ads: {build: ads}}"


def components(view, base, head, units):
    views = {"base": view(base, "base"), "head": view(head)}
    sight = Sight(
        versions={label: (one, one.model("services")) for label, one in views.items()},
        live=("base",),
        head="head",
        units=frozenset(units),
        uses={label: tuple(use for use in one.uses if use.kind == "host") for label, one in views.items()},
    )
    return {one.name: one for one in ServicesDomain().contracts(sight).components}


def test_what_changes_what_stays_what_comes_and_what_goes(view):
    base = {"a/Dockerfile": "", "b/Dockerfile": "", "c/Dockerfile": ""}
    head = {"a/Dockerfile": "1", "b/Dockerfile": "", "d/Dockerfile": ""}
    found = components(view, base, head, {"a", "c", "d"})
    assert {name: (one.deployed, one.proposed) for name, one in found.items()} == {
        "a": (("base",), "head"),
        "b": (("base",), UNCHANGED),
        "c": (("base",), None),
        "d": ((), "head"),
    }
    assert sorted(found["a"].versions) == ["base", "head"]
    assert sorted(found["b"].versions) == ["base"]
    assert found["d"].versions["head"].provides == {"host:d"}


def test_clients_linger_and_groups_are_kept(view):
    manifest = "services: {a: }\nclients: {mobile: {lingers: 12h}}\ncut_over_groups: {g: [a, mobile]}"
    found = components(view, {"deploycheck.yaml": manifest}, {"deploycheck.yaml": manifest}, set())
    assert (found["mobile"].kind, found["mobile"].lingers, found["mobile"].group) == ("client", 43_200, "g")
    assert (found["a"].kind, found["a"].group, found["a"].is_unit) == ("service", "g", False)


def test_a_service_needs_the_new_host_that_it_names(view):
    base = {"compose.yaml": WEB, "web/x": ""}
    found = components(view, base, {"compose.yaml": BOTH, "web/x": "", "ads/x": ""}, {"ads"})
    need = found["web"].versions["base"].needs["ads"][0]
    assert (need.atom, need.evidence, str(need.location)) == ("host:ads", "code", "compose.yaml:1")


def test_two_new_services_may_name_each_other(view):
    both = (
        "services: {a: {build: a, environment: {B: 'b:80'}}, b: {build: b, depends_on: [a], environment: {A: 'a:80'}}}"
    )
    found = components(view, {}, {"compose.yaml": both, "a/x": "", "b/x": ""}, {"a", "b"})
    assert dict(found["a"].versions["head"].needs) == {}
    assert [need.evidence for need in found["b"].versions["head"].needs["a"]] == ["declared"]


@pytest.mark.parametrize(("base", "head"), [("build: ads", "image: ads"), ("image: ads", "build: ads")])
def test_a_service_whose_image_comes_from_elsewhere_is_still_there(base, head):
    def files(ads):
        text = f"services: {{web: {{build: web, depends_on: [ads]}}, ads: {{{ads}}}}}"
        return MemorySnapshot({"compose.yaml": text, "web/x": "", "ads/x": ""})

    result = plan(files(base), files(head))
    assert (result.verdict, result.irreversible, result.pairs) == ("plan", {}, ())


def test_hosts_that_are_not_built_here_are_nobodys_component(view):
    files = {"compose.yaml": "services: {a: {build: a, depends_on: [db]}, db: {image: postgres}}", "a/x": ""}
    found = components(view, files, files, set())
    assert sorted(found) == ["a"]
    assert dict(found["a"].versions["base"].needs) == {}


def test_a_consumer_that_only_a_pact_knows_stays_as_it_is(view):
    pact = {"consumer": {"name": "partner"}, "provider": {"name": "a"}, "interactions": [{"request": {"path": "/"}}]}
    files = {"pacts/p.json": json.dumps(pact), "a/Dockerfile": ""}
    found = components(view, files, files, set())
    assert (found["partner"].deployed, found["partner"].proposed) == (("base",), UNCHANGED)


def test_the_difference_names_services_that_say_something_else(view):
    domain = ServicesDomain()
    base = view({"deploycheck.yaml": "services: {a: , b: {tier: 1}, c: {tier: 2}}"}, "base")
    head = view({"deploycheck.yaml": "services: {a: {tier: 1},\n  b: {tier: 1}, d: }"})
    assert domain.diff(base, head) == ServicesDiff(added=("d",), removed=("c",), changed=("a",))
    assert domain.diff(base, base) is None


def test_who_names_another_host_in_a_compose_file_changes_with_it():
    def files(name):
        web = f"{{build: web, depends_on: [{name}], environment: {{LOOK: same}}}}"
        text = f"services: {{web: {web}, {name}: {{build: {name}}}, other: {{build: other}}}}"
        return MemorySnapshot({"compose.yaml": text, "web/x": "", f"{name}/x": "", "other/x": ""})

    result = plan(files("quoteservice"), files("quote"))
    moving = [step.units for wave in result.waves for step in wave.steps if step.action != "wait"]
    assert moving == [("quote",), ("web",), ("quoteservice",)]
