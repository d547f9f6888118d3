"""Containment of JSON Schemas with the sender closed: yes by proof, no by a checked witness, else unknown."""

from deploycheck.containment.compare import compare
from deploycheck.containment.model import (
    Budget,
    Comparison,
    Difference,
    Direction,
    Place,
    Reading,
    Schema,
    Undecided,
    Verdict,
)
from deploycheck.containment.session import Session

__all__ = [
    "Budget",
    "Comparison",
    "Difference",
    "Direction",
    "Place",
    "Reading",
    "Schema",
    "Session",
    "Undecided",
    "Verdict",
    "compare",
]
