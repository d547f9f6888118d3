"""What the verifier found, for people."""

from collections.abc import Iterator

from deploycheck.planning.plain import counted, listed, plain
from deploycheck.planning.wording import Document


def verification_text(verification: Document) -> str:
    """Give a `deploycheck.verification/v1` document line by line."""
    return "\n".join(plain(line) for line in _lines(verification)) + "\n"


def _lines(verification: Document) -> Iterator[str]:
    gone_through = f"{counted(verification['states'], 'state')}, {counted(verification['checks'], 'check')}"
    if verification["verdict"] == "safe":
        yield f"SAFE: nothing breaks on the way ({gone_through})"
        return
    found, missing = verification["violations"], verification["missing"]
    parts = [f"{counted(len(found), 'violation')} on the way"] if found else []
    if missing:
        parts.append(f"{listed(missing)} left out")
    yield f"UNSAFE: {listed(parts)} ({gone_through})"
    for one in found:
        yield f"  wave {one['wave']}   {' + '.join(one['live'])}   {one['text']}"
