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
    found = verification["violations"]
    missing = verification["missing"]
    parts = [
        *([f"{counted(len(found), 'state')} on the way breaks" if len(found) == 1 else f"{len(found)} states on the way break"] if found else []),
        *([f"{listed(missing)} is left out" if len(missing) == 1 else f"{listed(missing)} are left out"] if missing else []),
    ]  # fmt: skip
    yield f"UNSAFE: {listed(parts)} ({gone_through})"
    for one in found:
        yield f"  wave {one['wave']}   {' + '.join(one['live'])}   {one['text']}"
