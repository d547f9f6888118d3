"""Rules of the family ordering."""
