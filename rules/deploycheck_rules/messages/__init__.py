"""Rules of the family messages."""
