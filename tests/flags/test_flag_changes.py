"""What differs between two versions, and what the planner learns of it."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from deploycheck.app import look
from deploycheck.domains.flags.model import FlagChange, FlagDiff
from deploycheck.model.change import Change
from deploycheck.model.contract import UNCHANGED, Component
from deploycheck.model.location import Location
from deploycheck.testing import MemorySnapshot

DOCKER = "FROM scratch\n"
READ = 'on = client.get_boolean_value("{}", False)\n'
Files = Mapping[str, str]


def flag(key: str, variants: str = '{"on": true, "off": false}', default: str = "on", description: str = "") -> str:
    said = f"    description: {description}\n" if description else ""
    return f'  {key}:\n{said}    state: ENABLED\n    variants: {variants}\n    defaultVariant: "{default}"\n'


def flags(*declared: str) -> str:
    return "flags:\n" + "".join(declared) if declared else "# flags: {} variants state\nflags: {}\n"


def change_of(base: Files, head: Files) -> Change:
    return look(MemorySnapshot(base), MemorySnapshot(head)).survey.change


def changes(base: str, head: str, code: Files | None = None) -> dict[str, FlagChange]:
    common = dict(code or {})
    diff = change_of({"flags.yaml": base, **common}, {"flags.yaml": head, **common}).diff("flags")
    assert diff is None or isinstance(diff, FlagDiff)
    return {one.key: one for one in diff.changes} if diff else {}


def components(base: Files, head: Files) -> dict[str, Component]:
    found = look(MemorySnapshot(base), MemorySnapshot(head)).survey.assembly.contracts.components
    return dict(found) if isinstance(found, Mapping) else {one.name: one for one in found}


def test_added_removed_and_changed_flags_are_told_apart() -> None:
    base = flags(flag("gone"), flag("kept"), flag("turned"))
    head = flags(flag("kept"), flag("turned", default="off"), flag("new", '{"a": 1}', "a"))

    found = changes(base, head)

    assert set(found) == {"gone", "turned", "new"}
    assert found["gone"].removed
    assert not found["turned"].retyped
    assert (found["new"].base, found["new"].removed) == (None, False)


def test_words_about_a_flag_are_no_change_of_it() -> None:
    base = flags(flag("one", description="Old words"))

    assert changes(base, flags(flag("one", description="New words"))) == {}


def test_a_key_renamed_is_one_change() -> None:
    (renamed,) = changes(
        flags(flag("a"), flag("b", "{x: 1}", "x")), flags(flag("a"), flag("c", "{x: 1}", "x"))
    ).values()

    assert renamed.renamed_to is not None
    assert (renamed.key, renamed.renamed_to.key, renamed.removed) == ("b", "c", False)


def test_two_that_look_alike_are_not_guessed() -> None:
    """One of two equal flags with no words and the same neighbour could be the successor of either."""
    base = flags(flag("a", description="same"), flag("b", description="same"))

    found = changes(base, flags(flag("c", description="same")))

    assert found["a"].removed
    assert found["b"].removed


def test_another_type_is_another_type_and_a_mixture_is_none() -> None:
    base = flags(flag("k"))

    assert changes(base, flags(flag("k", '{"on": 1, "off": 0}')))["k"].retyped
    assert not changes(base, flags(flag("k", '{"on": 1, "off": false}')))["k"].retyped


@given(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), st.sampled_from(['{"on": 1}', '{"on": true}']))
def test_nothing_differs_from_itself(keys: list[str], variants: str) -> None:
    text = flags(*(flag(key, variants) for key in keys))

    assert changes(text, text) == {}
    assert changes(text, text + "# a comment\n") == {}


def test_a_new_flag_is_needed_by_the_code_that_reads_it() -> None:
    base = {"flags.yaml": flags(flag("old")), "web/Dockerfile": DOCKER, "web/page.py": READ.format("old")}
    head = {**base, "flags.yaml": flags(flag("old"), flag("new")), "web/page.py": READ.format("new")}

    found = components(base, head)

    assert (found["flag.new"].deployed, found["flag.new"].proposed) == ((), "head")
    assert found["flag.new"].versions["head"].provides == {"flag:new", "flag:new@boolean"}
    assert found["flag.old"].proposed is UNCHANGED
    needs = found["web"].versions["head"].needs["flag.new"]
    assert {need.atom for need in needs} == {"flag:new", "flag:new@boolean"}
    assert "flag.new" not in found["web"].versions["base"].needs


def test_a_removed_flag_has_no_head_and_one_that_is_unreadable_stays() -> None:
    base = {"flags.yaml": flags(flag("one")), "web/Dockerfile": DOCKER, "web/page.py": READ.format("one")}

    removed = components(base, {**base, "flags.yaml": flags()})["flag.one"]
    unread = components(base, {**base, "flags.yaml": "# flagd.dev/schema\n" + flags(flag("one")) + "  b: [\n"})[
        "flag.one"
    ]

    assert removed.proposed is None
    assert unread.proposed is UNCHANGED


def test_reads_in_tests_and_of_no_service_are_no_needs() -> None:
    files = {
        "flags.yaml": flags(flag("one")),
        "web/Dockerfile": DOCKER,
        "web/tests/test_page.py": READ.format("one"),
        "tools/flip.py": READ.format("one"),
    }

    assert all("flag.one" not in version.needs for version in components(files, files)["web"].versions.values())


def test_code_first_when_a_flag_goes_and_flag_first_when_it_comes() -> None:
    old = {"flags.yaml": flags(flag("old")), "web/Dockerfile": DOCKER, "web/page.py": READ.format("old")}
    none = {"flags.yaml": flags(), "web/Dockerfile": DOCKER, "web/page.py": "pass\n"}

    assert order(old, none) == [["web"], ["flag.old"]]
    assert order(none, old) == [["flag.old"], ["web"]]


def order(base: Files, head: Files) -> list[list[str]]:
    plan = look(MemorySnapshot(base), MemorySnapshot(head)).examination.plan
    waves = ([unit for step in wave.steps if step.action != "wait" for unit in step.units] for wave in plan.waves)
    return [wave for wave in waves if wave]


def test_a_flag_has_its_place_or_that_of_the_flags_that_are_left() -> None:
    base = {"flags.yaml": flags(flag("old"), flag("kept")), "web/Dockerfile": DOCKER, "web/page.py": READ.format("old")}
    less = {**base, "flags.yaml": "# less\n" + flags(flag("kept", default="off"))}
    none = {path: text for path, text in base.items() if path != "flags.yaml"}

    assert {name: str(one.location) for name, one in components(base, less).items() if one.kind == "flag"} == {
        "flag.old": "flags.yaml:2",
        "flag.kept": "flags.yaml:3",
    }
    assert components(base, none)["flag.old"].location == Location("flags.yaml", 2, 3, "base")


def test_flags_of_an_unreadable_file_are_not_called_removed() -> None:
    base = flags(flag("one"))

    assert changes(base, "# flagd.dev/schema\n" + base + "  b: [\n", {"page.py": READ.format("one")}) == {}


def test_a_removed_key_that_unchanged_code_names_is_remembered_with_its_place() -> None:
    """What a changed file names is for its reviewer to judge; an unchanged one was forgotten."""
    named = 'TOGGLES = ["old-page", "other"]  # openfeature\n'
    base = {"flags.yaml": flags(flag("old-page")), "same.js": named, "edited.js": named}
    head = {"flags.yaml": flags(), "same.js": named, "edited.js": named + "\n"}

    (gone,) = change_of(base, head).diff("flags").changes

    assert [place.path for place in gone.mentions] == ["same.js"]


def test_a_changed_flag_knows_its_readers_of_both_versions() -> None:
    base = {"flags.yaml": flags(flag("one")), "old.py": READ.format("one")}
    head = {"flags.yaml": flags(flag("one", default="off")), "new.py": READ.format("one")}

    (turned,) = change_of(base, head).diff("flags").changes

    assert {call.location.path for call in turned.readers} == {"old.py", "new.py"}


def test_a_type_that_no_version_has_is_no_matter_of_order() -> None:
    files = {
        "flags.yaml": flags(flag("one")),
        "web/Dockerfile": DOCKER,
        "web/page.py": 'text = client.get_string_value("one", "")\n',
    }

    needs = components(files, files)["web"].versions["head"].needs["flag.one"]
    assert {need.atom for need in needs} == {"flag:one"}


def test_switching_off_and_other_evaluators_change_what_a_flag_gives() -> None:
    one = flags(flag("one"))
    aimed = flags(flag("one") + '    targeting: {"$ref": staff}\n')

    assert set(changes(one, one.replace("ENABLED", "DISABLED"))) == {"one"}
    assert set(changes(aimed + '$evaluators: {staff: "on"}\n', aimed + '$evaluators: {staff: "off"}\n')) == {"one"}
    assert changes(one + '$evaluators: {staff: "on"}\n', one) == {}


def test_an_everyday_word_in_quotes_is_no_mention() -> None:
    base = {
        "flags.yaml": flags(flag("cache"), flag("shopCache")),
        "page.js": 'use("cache", "shopCache") // openfeature\n',
    }

    found = {one.key: one for one in change_of(base, {**base, "flags.yaml": flags()}).diff("flags").changes}

    assert (found["cache"].mentions, len(found["shopCache"].mentions)) == ((), 1)
