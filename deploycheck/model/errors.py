"""What is raised when a source cannot be had or understood, or a wish not be granted."""


class SourceError(Exception):
    """A file, or a document in it, cannot be understood; the message is a sentence for people.

    `line` and `column` count from 1, 0 where there is none.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column


class UsageError(Exception):
    """What the user asked for cannot be done; ends in exit 2 with this message."""


class UnreadableError(Exception):
    """A file of a snapshot cannot be read; `reason` is a sentence for people."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
