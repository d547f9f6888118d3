"""Paths that answer to the same requests."""

from deploycheck.api import Api, Finding, Findings, rule


@rule("paths-ambiguous", severity="warning", since="0.1")
def paths_ambiguous(api: Api) -> Findings:
    """Two operations answer to the same requests: only the names of their path parameters differ.

    ## Why it breaks
    `/pets/{id}` and `/pets/{name}` are one path to a router. Which operation answers depends on the framework and on
    the order of its routes, so callers of one may get the other; nothing about either can be compared.

    ## Do this instead
    Give one of them a path of its own, or join the two operations.
    """
    for first, second in api.ambiguous_operations():
        yield Finding(
            f"{second.subject} answers to the same requests as {first.subject}",
            at=second,
            subject=second.subject,
            service=api.service,
            pointer=second.spot.pointer,
        )
