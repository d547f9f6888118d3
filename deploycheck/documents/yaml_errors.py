"""libyaml's complaints, as sentences that say what to do."""

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from deploycheck.documents.document import MAX_DEPTH, DocumentError, place_at

_SENTENCES = {
    "found character that cannot start any token": "no value can begin with this character "
    "(indent with spaces instead of tabs; quote text that begins with @, ` or %)",
    "mapping values are not allowed in this context": "no mapping can begin here "
    "(quote text that holds `: `, or check the indentation)",
    "could not find expected ':'": "this line or the one above is a key without `:`",
    # Newer libyaml has a limit of its own, and its scanner, which runs ahead, may meet that one first.
    "exceeded maximum nesting depth": f"the nesting is deeper than {MAX_DEPTH} levels",
}


def document_error(error: YAMLError, data: bytes, path: str) -> DocumentError:
    """Give `error` with its line; what surrounds it is named when it began on another line."""
    if isinstance(error, ReaderError):
        character = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"the control character U+{character:04X} can't stand in YAML"
        return DocumentError(path, *place_at(data, error.position), message)
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return DocumentError(path, 0, 0, str(error))
    mark, problem = error.problem_mark, error.problem or "this can't be parsed"
    sentence = _SENTENCES.get(problem, problem)
    if error.context_mark is not None and error.context_mark.line != mark.line:
        sentence = f"{sentence}, {error.context} that begins on line {error.context_mark.line + 1}"
    return DocumentError(path, mark.line + 1, mark.column + 1, sentence)
