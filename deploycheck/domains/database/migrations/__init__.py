"""Migrations: where they come from, in which order they run, and what runs in one transaction."""
