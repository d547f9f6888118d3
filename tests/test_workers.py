"""Work spread over processes: every answer arrives, under its own number, or is missing and left to the caller."""

import os
import threading

import pytest
from process_copies import NEEDS_COPIES

from deploycheck import workers

pytestmark = NEEDS_COPIES


def spread(count, jobs, work=lambda number: b"%d" % number):
    mine = []
    answers = workers.spread(count, work, mine.append, jobs)
    return mine, dict(answers)


@pytest.mark.parametrize(("count", "jobs"), [(1, 2), (7, 2), (7, 3), (2, 4)])
def test_each_piece_is_done_once_and_keeps_its_number(count, jobs):
    mine, answers = spread(count, jobs)

    assert mine == list(range(0, count, jobs))
    assert answers == {number: b"%d" % number for number in range(count) if number % jobs}


def test_an_answer_longer_than_a_pipe_arrives_whole():
    _, answers = spread(2, 2, lambda _: b"x" * 3_000_000)

    assert len(answers[1]) == 3_000_000


def test_what_a_copy_cannot_do_is_missing():
    def work(number):
        if number == 3:
            raise ValueError(number)
        return b"done"

    assert spread(6, 2, work) == ([0, 2, 4], {1: b"done"})


def test_a_copy_that_dies_takes_its_answers_with_it_and_nothing_else():
    assert spread(4, 2, lambda _: os._exit(9)) == ([0, 2], {})


def test_beside_another_thread_no_copy_is_made():
    going = threading.Event()
    other = threading.Thread(target=going.wait)
    other.start()
    try:
        mine, answers = spread(4, 2)
    finally:
        going.set()
        other.join()

    assert (mine, answers) == ([0, 2], {})


def test_an_interruption_of_the_own_share_ends_the_copies(monkeypatch):
    copies, fork = [], os.fork

    def noted():
        copies.append(fork())
        return copies[-1]

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fork", noted)
    with pytest.raises(KeyboardInterrupt):
        workers.spread(2, lambda _: b"", interrupted, 2)
    (copy,) = copies  # other tests of this process may have children of their own
    with pytest.raises(ChildProcessError):
        os.waitpid(copy, os.WNOHANG)
