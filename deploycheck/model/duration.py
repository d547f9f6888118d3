"""Durations as users write them: `90d`, `12h`, `30m`, `45s`, `2w`."""

import re

_PATTERN = re.compile(r"(\d{1,9})([smhdw])", re.ASCII)
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}


def parse_duration(text: str) -> int:
    """Give the seconds of a duration; raises ValueError with a sentence for people."""
    found = _PATTERN.fullmatch(text)
    if not found:
        message = f"`{text}` is not a duration; write a whole number and one of s, m, h, d, w, such as `90d` or `12h`"
        raise ValueError(message)
    return int(found[1]) * _SECONDS[found[2]]


def format_duration(seconds: int) -> str:
    """Write seconds in the largest unit that needs no fraction, days at most: `90d`, `12h`, `90s`."""
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"
