"""Rules of the family flags."""
