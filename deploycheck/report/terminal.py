"""Colours for a terminal; the only place that imports rich."""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text


def painted(lines: Iterable[Sequence[tuple[str, str]]], width: int) -> str:
    """Give lines of (style, text) with ANSI colours; text is never read as markup."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        force_terminal=True,
        color_system="standard",
        width=width,
        highlight=False,
        legacy_windows=False,
        no_color=False,
    )
    for line in lines:
        text = Text.assemble(*((content, style) for style, content in line))
        console.print(text, soft_wrap=True)
    return buffer.getvalue()
