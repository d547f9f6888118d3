"""Avro: schemas with places, and schema resolution as the specification of Avro 1.11 and 1.12 has it."""

from deploycheck.domains.messages.avro.model import AvroSchema, Flaw
from deploycheck.domains.messages.avro.parsing import definitions, parse
from deploycheck.domains.messages.avro.resolution import Break, Doubt, Resolution, Shift, resolve

__all__ = ["AvroSchema", "Break", "Doubt", "Flaw", "Resolution", "Shift", "definitions", "parse", "resolve"]
