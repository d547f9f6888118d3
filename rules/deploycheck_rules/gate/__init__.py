"""Rules of the family gate."""
