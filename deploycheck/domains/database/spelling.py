"""SQL without what only readers see: blanks, upper case of plain words, comments."""

from deploycheck.domains.database.lexer import tokens


def spelling(text: str) -> str:
    """Fold a script so that two spellings of the same statements are equal; strings and quoted names stay as they are.

    What stands in dollar quotes is mostly code, and is folded, too.
    """
    parts: list[str] = []
    position = 0
    for token in tokens(text):
        parts.append(_folded(text[position : token.start]))
        body = text[token.start : token.end]
        if token.kind == "dollar" and not token.unterminated:
            quote = body[: body.index("$", 1) + 1]
            body = f"{quote}{spelling(body[len(quote) : -len(quote)])}{quote}"
        if token.kind != "comment":
            parts.append(body)
        position = token.end
    return "".join([*parts, _folded(text[position:])])


def _folded(code: str) -> str:
    return "".join(code.lower().split())
