"""Frozen facts that every layer shares; no input or output happens here."""
