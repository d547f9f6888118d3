"""An index: which tests hold each section of the security design, wherever they stand."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

SECTIONS = {
    "1 the judged must not judge": {
        "security/test_judged_must_not_judge.py": [
            "test_a_ref_is_judged_by_the_settings_of_base",
            "test_a_pull_request_in_ci_is_judged_by_the_settings_of_base",
            "test_waivers_of_base_hold_and_those_of_head_do_not",
            "test_a_waiver_in_a_line_of_an_untrusted_head_does_not_cover_an_error",
            "test_policies_of_base_run_and_those_that_head_adds_or_changes_do_not",
            "test_no_policies_executes_nothing_even_of_a_trusted_head",
            "test_what_runs_is_said_by_the_record_of_base",
        ],
        "cli/test_bad_surroundings.py": ["test_a_policy_that_ends_the_process_later_does_not_end_the_run"],
    },
    "2 references": {
        "security/test_nothing_is_fetched.py": [
            "test_no_reference_is_followed_out_of_the_snapshot",
            "test_full_validation_follows_nothing_either",
        ],
        "test_bad_input.py": [
            "test_references_out_of_the_repository_are_not_followed",
            "test_what_is_no_plain_file_is_never_opened",
        ],
        "snapshots/test_odd_files.py": ["test_links"],
    },
    "3 git": {
        "snapshots/test_git_hardening.py": [
            "test_programs_of_the_configuration_are_not_run",
            "test_hooks_are_not_run",
            "test_the_configuration_of_a_submodule_is_not_used",
            "test_a_filter_that_cannot_be_switched_off_is_refused",
            "test_a_ref_that_looks_like_an_option_writes_no_file",
            "test_what_is_no_commit_is_refused",
            "test_nothing_is_fetched_for_a_partial_clone",
            "test_variables_that_point_elsewhere_are_dropped",
            "test_the_repository_is_left_as_it_was",
        ],
        "snapshots/test_odd_files.py": [
            "test_a_submodule_is_a_kind_of_its_own",
            "test_a_pointer_of_git_lfs_is_not_the_file",
        ],
    },
    "4 limits": {
        "documents/test_bad_documents.py": [
            "test_bad_input_is_refused_with_a_sentence",
            "test_a_file_that_is_too_big_is_refused_unparsed",
        ],
        "test_bad_input.py": ["test_a_giant_is_refused_by_its_size"],
        "snapshots/test_odd_files.py": ["test_a_pipe_is_never_opened", "test_a_committed_giant_is_refused_and_the_next_file_is_read"],
        "cli/test_bad_surroundings.py": ["test_sql_that_cannot_be_parsed_is_a_finding"],
    },
    "5 cache": {
        "security/test_cache_safety.py": [
            "test_a_cache_inside_the_tree_is_refused_where_it_is_named",
            "test_the_user_s_own_cache_inside_the_tree_is_not_used",
            "test_other_words_are_another_question",
            "test_what_changes_in_the_tree_is_another_question",
            "test_a_changed_rule_is_another_question",
        ],
        "security/test_nothing_is_fetched.py": ["test_the_cache_holds_no_source_and_no_secret"],
        "engine/test_result_cache.py": ["test_the_folder_belongs_to_the_user_alone", "test_a_damaged_cache_is_dropped"],
    },
    "6 output": {
        "report/test_safe_output.py": [
            "test_no_format_shows_the_secret_or_lets_text_escape",
            "test_hostile_text_starts_no_workflow_command",
            "test_hostile_text_in_markdown_makes_no_html_and_no_second_marker",
            "test_excerpts_hold_no_secrets",
        ],
        "security/test_nothing_is_fetched.py": ["test_no_secret_of_the_files_is_shown"],
        "test_bad_input.py": ["test_odd_file_names_are_checked_and_printed_on_one_line"],
    },
    "7 writes": {
        "security/test_nothing_is_fetched.py": ["test_a_run_writes_what_it_was_asked_for_and_nothing_else"],
        "security/test_interrupted_writes.py": ["test_a_report_appears_whole_or_not_at_all"],
        "cli/test_writing_commands.py": ["test_init_writes_what_it_knows_and_overwrites_nothing"],
    },
    "8 interrupts": {
        "security/test_interrupted_writes.py": [
            "test_a_reader_that_leaves_early_is_no_traceback_and_no_green",
            "test_a_full_disk_under_a_report_is_exit_2_and_leaves_nothing",
        ],
        "cli/test_bad_surroundings.py": [
            "test_ctrl_c_ends_with_130_and_one_line",
            "test_a_full_disk_under_the_cache_changes_nothing",
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_the_tests_of_a_section_exist(section):
    for path, names in SECTIONS[section].items():
        tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
        there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert set(names) - there == set()
