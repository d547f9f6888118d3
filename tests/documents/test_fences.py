"""Fenced blocks of Markdown, with the line of each."""

from deploycheck.documents.fences import Fence, TextLine, blocks


def test_text_and_fences_come_in_order() -> None:
    assert list(blocks("a\n```yaml head=x\nb\n\n```\nc\n")) == [
        TextLine("a", 1),
        Fence("yaml head=x", "b\n\n", 2),
        TextLine("c", 6),
    ]


def test_only_as_many_backticks_close_a_fence() -> None:
    assert list(blocks("````\n```\n```` not yet\n`````\n")) == [Fence("", "```\n```` not yet\n", 1)]


def test_a_fence_that_nothing_closes_says_so() -> None:
    assert list(blocks("```\na")) == [Fence("", "a\n", 1, closed=False)]
