"""The changelog of one API: every difference between two versions, and what it means to callers."""
