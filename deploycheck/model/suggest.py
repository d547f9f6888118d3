"""Did-you-mean, for every name that a user writes."""

from collections.abc import Iterable


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Give `; did you mean X?` for the candidate that is closest to `word`, else an empty text; case doesn't count."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in sorted(candidates)}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"; did you mean {by_folded[close[0]]}?" if close else ""
