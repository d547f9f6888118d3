"""Names of schema objects."""

from deploycheck.model.record import Record


class Name(Record, order=True):
    """A name with or without its schema, case as the server folds it; `schema` "" means that none was written."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema and self.schema != "public" else self.name

    @property
    def qualified(self) -> str:
        """The name with its schema, public included."""
        return f"{self.schema or 'public'}.{self.name}"

    def renamed(self, name: str) -> "Name":
        """Give the name beside this one in the same schema."""
        return Name(self.schema, name)


LONGEST = 63
"""Bytes of an identifier; the server cuts longer ones off silently."""


def truncated(name: str) -> str:
    """Cut a name as the server does, at 63 bytes and never inside a character."""
    raw = name.encode()
    return name if len(raw) <= LONGEST else raw[:LONGEST].decode(errors="ignore")


def words(text: str) -> frozenset[str]:
    """Make a set of the words of `text`: the readable way to write a long set of names."""
    return frozenset(text.split())
