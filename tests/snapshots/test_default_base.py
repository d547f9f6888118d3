"""The ladder for the base that nobody named, rung by rung, on real repositories."""

import pytest

from deploycheck.snapshots import Resolver, SnapshotError

GITHUB_PULL = {"GITHUB_REF": "refs/pull/7/merge"}


def base(play, head=None, **ci):
    sides = Resolver(play.root).sides(None, head, ci)
    assert sides.base.info.basis == "assumed"
    sides.close()
    return sides.base.info.commit, sides.reason


def refused(play, head=None, **ci):
    with pytest.raises(SnapshotError) as caught:
        Resolver(play.root).sides(None, head, ci)
    return str(caught.value)


@pytest.fixture
def feature(play):
    """Give a function that makes main (two commits) and a feature branch that left at the first."""

    def make():
        fork = play.commit(a_txt="1")
        play.git("checkout", "--quiet", "-b", "feature")
        play.commit(f_txt="1")
        play.git("checkout", "--quiet", "main")
        tip = play.commit(a_txt="2")
        play.git("checkout", "--quiet", "feature")
        return fork, tip

    return make


def test_a_branch_is_compared_with_where_it_left_main(play, feature):
    fork, _ = feature()

    assert base(play) == (fork, "where this branch left main")
    assert base(play, "index") == (fork, "where this branch left main")
    assert base(play, "git:feature") == (fork, "where this branch left main")


def test_master_counts_where_there_is_no_main(play, feature):
    fork, _ = feature()
    play.git("branch", "--quiet", "-m", "main", "master")

    assert base(play) == (fork, "where this branch left master")


def test_the_merge_commit_that_ci_made_is_compared_with_its_first_parent(play, feature):
    _, tip = feature()
    play.git("checkout", "--quiet", "--detach", "main")
    play.git("merge", "--quiet", "--no-edit", "feature")
    expected = (tip, "the first parent of the merge commit that CI made")

    assert base(play, GITHUB_REF="refs/pull/7/merge", GITHUB_BASE_REF="main") == expected
    assert base(play, BUILD_SOURCEBRANCH="refs/pull/7/merge") == expected
    assert base(play, CI_MERGE_REQUEST_EVENT_TYPE="merged_result") == expected


def test_a_merge_of_main_into_the_branch_is_no_merge_commit_of_ci(play, feature):
    _, tip = feature()
    play.git("merge", "--quiet", "--no-edit", "main")

    assert base(play, GITHUB_REF="refs/heads/feature") == (tip, "where this branch left main")
    assert base(play, CI_MERGE_REQUEST_EVENT_TYPE="detached") == (tip, "where this branch left main")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GITHUB_BASE_REF", "release"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "release"),
        ("BITBUCKET_PR_DESTINATION_BRANCH", "release"),
        ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/release"),
        ("CHANGE_TARGET", "release"),
        ("BUILDKITE_PULL_REQUEST_BASE_BRANCH", "release"),
    ],
)
def test_ci_names_the_target_branch(play, feature, variable, value):
    feature()
    release = play.git("rev-parse", "feature")
    play.git("branch", "release")
    play.commit(g_txt="1")

    assert base(play, **{variable: value}) == (release, "where this branch left release")


def test_the_remote_branch_counts_before_the_local_one(play, feature, clone):
    fork, _ = feature()
    play.git("checkout", "--quiet", "main")
    copy = clone()
    copy.git("checkout", "--quiet", "-b", "work")
    copy.commit(w_txt="1")
    copy.git("branch", "--quiet", "--force", "main", fork)

    assert base(copy) == (play.git("rev-parse", "main"), "where this branch left origin/main")


def test_the_default_branch_of_the_remote_may_have_any_name(play, clone):
    play.git("branch", "-m", "trunk")
    first = play.commit(a_txt="1")
    copy = clone()
    copy.git("checkout", "--quiet", "-b", "work")
    copy.commit(w_txt="1")

    assert base(copy) == (first, "where this branch left origin/trunk")


def test_on_main_itself_a_dirty_tree_and_the_index_are_compared_with_head(play):
    play.commit(a_txt="1")
    head = play.commit(a_txt="2")

    assert base(play, "index") == (head, "HEAD, on main itself")
    play.write(n_txt="untracked")
    assert base(play) == (head, "HEAD, on main itself")


def test_on_main_itself_a_clean_tree_is_compared_with_the_first_parent(play):
    first = play.commit(a_txt="1")
    play.commit(a_txt="2")

    assert base(play) == (first, "the first parent of HEAD, on main itself")
    assert base(play, "git:main") == (first, "the first parent of HEAD, on main itself")


def test_a_detached_head_on_main(play):
    first = play.commit(a_txt="1")
    second = play.commit(a_txt="2")
    play.commit(a_txt="3")
    play.git("checkout", "--quiet", "--detach", second)

    assert base(play) == (first, "the first parent of HEAD, on main itself")


def test_the_only_branch_is_the_default_one_whatever_its_name(play):
    play.git("checkout", "--quiet", "-b", "trunk")
    first = play.commit(a_txt="1")
    play.commit(a_txt="2")

    assert base(play) == (first, "the first parent of HEAD, on trunk itself")


def test_before_the_first_commit_and_at_it_base_is_empty(play):
    assert base(play) == ("", "there is no commit yet")
    assert base(play, "index") == ("", "there is no commit yet")

    play.commit(a_txt="1")
    sides = Resolver(play.root).sides(None, None, {})
    assert (sides.reason, sides.base.info.kind, dict(sides.base.entries())) == (
        "the first commit has no parent", "empty", {},
    )  # fmt: skip


def test_several_branches_and_none_of_them_known(play, feature):
    feature()
    play.git("branch", "--quiet", "-m", "main", "trunk")

    assert refused(play) == (
        "no branch to compare with was found (neither origin/HEAD nor main nor master); "
        "run `git fetch origin +refs/heads/*:refs/remotes/origin/*`, or give --base"
    )


def test_histories_without_a_common_commit(play):
    play.commit(a_txt="1")
    play.git("checkout", "--quiet", "--orphan", "other")
    play.commit(b_txt="1")

    assert refused(play) == "HEAD and main have no commit in common; give --base"


def test_a_shallow_checkout_without_the_target_branch(play, feature, clone):
    feature()
    copy = clone("--depth=1", "--branch=feature")

    assert refused(copy, GITHUB_BASE_REF="main") == (
        "the target branch main isn't in this clone; run "
        "`git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main`, or give --base"
    )


def test_a_shallow_checkout_without_the_common_commit(play, feature, clone):
    feature()
    copy = clone("--depth=1", "--branch=feature", "--no-single-branch")

    assert refused(copy, GITHUB_BASE_REF="main") == (
        "this clone is too shallow to hold the commit where this branch left origin/main; "
        "run `git fetch --unshallow origin`, or give --base"
    )


def test_a_shallow_checkout_of_main_without_its_parent(play, clone):
    play.commit(a_txt="1")
    play.commit(a_txt="2")
    copy = clone("--depth=1")

    assert refused(copy) == (
        "this clone ends before the commit to compare with; run `git fetch --deepen=1 origin`, or give --base"
    )


def test_a_shallow_merge_commit_with_its_first_parent_is_enough(play, feature, clone):
    _, tip = feature()
    play.git("checkout", "--quiet", "-b", "pull", "main")
    play.git("merge", "--quiet", "--no-edit", "feature")

    assert base(clone("--depth=2", "--branch=pull"), **GITHUB_PULL)[0] == tip
    assert "--deepen=1" in refused(clone("--depth=1", "--branch=pull", name="less"), **GITHUB_PULL)


def test_no_git_at_all(tmp_path):
    with pytest.raises(SnapshotError, match="this folder isn't in a git repository; say what runs now with --base"):
        Resolver(tmp_path).sides(None, None, {})


def test_a_folder_as_head_needs_a_named_base(play):
    play.commit(a_txt="1")

    assert refused(play, "dir:.") == "with --head dir:., say what runs now with --base"
