"""What a report says of a waiver that it honoured."""

from deploycheck.model.finding import Reported


def waiver_text(finding: Reported) -> str:
    """Give reason, owner, end date and where the waiver stands; empty for a finding that is not waived."""
    said = dict(finding.waived or {})
    until = said.get("expires", "")
    notes = [said.get("owner", ""), f"until {until}" if until else "", said.get("source", "")]
    told = ", ".join(note for note in notes if note)
    reason = said.get("reason", "")
    return f"{reason} ({told})" if reason and told else reason or told
