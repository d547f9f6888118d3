"""What tools put into SQL before a server sees it, replaced by SQL of the same length so that places stay true."""

import re
from collections.abc import Callable

from deploycheck.domains.database.lexer import code_spans

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][\w.:-]*)\}(\.?)")
_NAMED = re.compile(r"(?<![\w:@$<>=~*/+\-|&!#%^.\[])[:@][A-Za-z_]\w*|(?<![\w\[:]):'?[A-Za-z_]\w*(?=\s*(?:[,)=<>]|\Z))")
_GENERATOR = re.compile(r"\bsqlc\.(arg|narg|slice|embed)\s*\(\s*'?(\w+)'?\s*\)")
_QUESTION = re.compile(r"(?<=[\s(,=<>])\?(?=[\s),;]|\Z)")


def fill_placeholders(text: str) -> str:
    """Replace Flyway's `${name}` by the quoted name; in the place of a schema it is left out.

    In strings it stays: there it is only text.
    """
    return _in_code(text, _PLACEHOLDER, _placeholder) if "${" in text else text


def _placeholder(found: "re.Match[str]") -> str:
    whole = found.group()
    if found.group(2):
        return " " * len(whole)
    return f'"{found.group(1)}"'.ljust(len(whole))


def fill_parameters(text: str) -> str:
    """Replace named parameters (`:name`, `@name`) by `$1`."""
    if not {":", "@"} & set(text):
        return text
    return _in_code(text, _NAMED, lambda found: "$1".ljust(len(found.group())))


def fill_question_marks(text: str) -> str:
    """Replace each lone `?` by 0."""
    return _in_code(text, _QUESTION, lambda _found: "0")


def _in_code(text: str, pattern: "re.Pattern[str]", replacement: "Callable[[re.Match[str]], str]") -> str:
    parts, position = [], 0
    for start, end in code_spans(text):
        parts.append(text[position:start])
        parts.append(pattern.sub(replacement, text[start:end]))
        position = end
    return "".join(parts) + text[position:]


def fill_generator_calls(text: str) -> str:
    """Replace sqlc's own functions in SQL of other servers: `sqlc.arg(x)` by NULL, `sqlc.embed(t)` by `t.*`."""
    return _GENERATOR.sub(_generator_call, text) if "sqlc." in text else text


def _generator_call(found: "re.Match[str]") -> str:
    filled = f"{found.group(2)}.*" if found.group(1) == "embed" else "NULL"
    return filled.ljust(len(found.group()))
