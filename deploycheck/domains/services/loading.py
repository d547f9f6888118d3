"""What one file says about services; what reads it is imported when there is such a file."""

from deploycheck.domains.services.tree import folder_of
from deploycheck.model.change import Claim, Loaded


def load_file(claim: Claim, data: bytes) -> Loaded:
    """Read one file; raises SourceError."""
    match claim.kind.partition(":")[2]:
        case "catalog":
            from deploycheck.domains.services.backstage import parse_catalog

            return Loaded(parse_catalog(data, claim.path))
        case "compose":
            return _compose(data, claim.path)
        case "dotenv":
            from deploycheck.domains.services.dotenv import parse_dotenv

            return Loaded(parse_dotenv(data))
        case "codeowners":
            from deploycheck.domains.services.codeowners import parse_codeowners

            return Loaded(parse_codeowners(data, claim.path))
        case "runbook":
            from deploycheck.domains.services.runbook import parse_runbook

            return Loaded(parse_runbook(data, claim.path))
        case "pact":
            from deploycheck.domains.services.pact import parse_pact

            pact = parse_pact(data, claim.path)
            return Loaded(pact, not_analysed=pact.not_analysed)
        case "har" | "otlp":
            return _recording(claim, data)
        case _:
            return Loaded(None)  # the estate reader has read the manifest


def _recording(claim: Claim, data: bytes) -> Loaded:
    if claim.kind.endswith(":har"):
        from deploycheck.domains.services.har import parse_har

        return Loaded(parse_har(data, claim.path))
    from deploycheck.domains.services.otlp import parse_otlp

    return Loaded(parse_otlp(data, claim.path))


def _compose(data: bytes, path: str) -> Loaded:
    from deploycheck.domains.services.compose import parse_compose

    folder = folder_of(path)
    values = f"{folder}/.env" if folder else ".env"
    return Loaded(parse_compose(data, path), references=((values, "services:dotenv"),))
