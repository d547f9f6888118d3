"""The identifiers of a text that is not parsed."""

import re

_IDENTIFIER = re.compile(r'"((?:[^"]|"")+)"|[A-Za-z_\x80-\U0010ffff][\w$]*')


def identifiers(text: str) -> frozenset[str]:
    """Give every word of `text` that could name an object: as quoted, else in lower case."""
    found = (match.group(1) or match.group().lower() for match in _IDENTIFIER.finditer(text))
    return frozenset(found)
