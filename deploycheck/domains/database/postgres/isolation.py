"""The parser in a process of its own: it is C, and a crash must not take the run with it."""

import json
import subprocess
import sys
from typing import Any

_SECONDS = 60
_CHILD = """
import json, sys, pgparse
text = sys.stdin.buffer.read().decode()
try:
    answer = {"trees": pgparse.parse(text)}
except pgparse.PGQueryError as error:
    answer = {"message": error.message, "position": error.position}
except RecursionError:
    answer = {"deep": True}
sys.stdout.buffer.write(json.dumps(answer).encode())
"""


class ParserDiedError(Exception):
    """The parser's process ended without an answer; the message is the reason."""


def parse_apart(text: str) -> list[dict[str, Any]]:
    """Parse `text` in a child process.

    Raises pgparse.PGQueryError and RecursionError as the parser does, and ParserDiedError when it crashes or takes
    more than a minute.
    """
    import pgparse

    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD],
            input=text.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ParserDiedError(f"the parser took longer than {_SECONDS} s") from error
    if done.returncode != 0:
        raise ParserDiedError("the parser crashed on it")
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise ParserDiedError("the parser gave no answer") from error
    if "message" in answer:
        raise pgparse.PGQueryError(answer["message"], answer["position"])
    if "deep" in answer:
        raise RecursionError
    trees: list[dict[str, Any]] = answer["trees"]
    return trees
