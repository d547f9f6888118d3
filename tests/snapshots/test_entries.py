"""Entries over records are what a dictionary of entries would be, and what a run derives for another snapshot is right."""

from hypothesis import given
from hypothesis import strategies as st

from deploycheck.engine.listing import SnapshotListing
from deploycheck.model.entries import Entries, changed_paths
from deploycheck.model.snapshot import Entry, SnapshotInfo
from deploycheck.snapshots.listing import changes, folder_entries, listing, tree_entries

NAMES = st.sampled_from(
    ["a.sql", "b.YAML", "api/c.yaml", "api/d", "node_modules/x/e.yaml", "vendor.yaml", "é/f.json", "api/v.d/g"]
)
ENTRIES = st.tuples(st.sampled_from("0123456789"), st.sampled_from(["file", "symlink", "submodule"]))
TREES = st.dictionaries(NAMES, ENTRIES, max_size=8)
MODES = {"file": "100644 blob", "symlink": "120000 blob", "submodule": "160000 commit"}
EXCLUDE = ("node_modules/", "vendor/", "*.json")


def as_dict(tree):
    return {path: Entry(path, digit * 40, kind) for path, (digit, kind) in sorted(tree.items())}


def listed(tree):
    """Give what `git ls-tree -r -z` prints."""
    rows = (f"{MODES[one.kind]} {one.content_id}\t{path}\0" for path, one in as_dict(tree).items())
    return tree_entries("".join(rows).encode())


def difference(old, new):
    """Give what `git diff-tree -r -z --raw` prints."""
    rows = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            one = new.get(path)
            status = "D" if one is None else "M" if path in old else "A"
            mode = MODES[one.kind].split()[0] if one else "000000"
            rows.append(f":100644 {mode} {'0' * 40} {one.content_id if one else '0' * 40} {status}\0{path}\0")
    return "".join(rows).encode()


def between(one, other):
    return listed(one).varied(changes(difference(as_dict(one), as_dict(other))))


@given(TREES, TREES)
def test_entries_are_a_dictionary_of_entries(one, other):
    plain, entries = as_dict(other), between(one, other)

    assert dict(entries) == plain
    assert list(entries) == sorted(plain)
    assert len(entries) == len(plain)
    assert {path: entries.get(path) for path in one} == {path: plain.get(path) for path in one}
    assert {path for path in {*one, "nowhere"} if path in entries} == one.keys() & plain.keys()
    assert entries.names == frozenset(plain)
    assert entries.odd == {path for path, entry in plain.items() if entry.kind != "file"}


@given(TREES, TREES, TREES)
def test_what_changed_is_told_alike_however_entries_came_about(one, other, third):
    old, new = as_dict(other), as_dict(third)
    expected = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    root = listed(one)
    derived = [root.varied(changes(difference(as_dict(one), tree))) for tree in (old, new)]

    assert changed_paths(derived[0], derived[1]) == expected
    assert changed_paths(old, derived[1]) == changed_paths(derived[0], new) == changed_paths(old, new) == expected
    assert changed_paths(Entries(old), Entries(new)) == expected


class Held:
    """A snapshot of entries."""

    info = SnapshotInfo("dir")
    history = None

    def __init__(self, entries):
        self._entries = entries

    def entries(self):
        return self._entries


def known(one):
    suffixes, texts = (".yaml", ".sql"), ("pi/", "d")
    return one.paths, one.ending(*suffixes), one.holding(*texts), one.ending(".none"), one.holding("none")


@given(TREES, TREES)
def test_a_listing_like_another_one_knows_what_it_would_find_out_itself(one, other):
    entries = between(one, other)
    like = SnapshotListing(Held(listed(one)), EXCLUDE)
    derived = SnapshotListing(Held(entries), EXCLUDE, like=like)

    assert known(derived) == known(SnapshotListing(Held(entries), EXCLUDE))
    assert (derived.names == like.names) is (as_dict(one).keys() == as_dict(other).keys())
    assert derived.same_as(like, ()) is (
        {path: kind for path, (_, kind) in one.items()} == {path: kind for path, (_, kind) in other.items()}
    )


def test_a_link_has_the_content_of_the_file_that_it_leads_to():
    texts = {"api/d": "../a.sql", "b.YAML": "nowhere"}
    entries = listed({"a.sql": ("1", "file"), "api/d": ("2", "symlink"), "b.YAML": ("3", "symlink")})
    found = listing(entries, lambda entry: texts[entry.path])

    assert found.entries["api/d"] == Entry("api/d", "1" * 40, "symlink")
    assert found.targets == {"api/d": "a.sql"}
    assert found.broken == {"b.YAML": "it is a symbolic link to nowhere, which is no file of this snapshot"}


def test_a_tree_object_is_read_without_its_folders():
    ids = [bytes([number]) * 20 for number in range(4)]
    tree = (
        b"100755 run.sh\0"
        + ids[0]
        + b"40000 src\0"
        + ids[1]
        + b"120000 link\0"
        + ids[2]
        + b"160000 sub \xff\0"
        + ids[3]
    )

    assert folder_entries(tree, 20) == {
        "run.sh": Entry("run.sh", "00" * 20),
        "link": Entry("link", "02" * 20, "symlink"),
        "sub \\xff": Entry("sub \\xff", "03" * 20, "submodule"),
    }
