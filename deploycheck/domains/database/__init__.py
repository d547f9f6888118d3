"""The database domain: from the bytes of SQL files to what a change of schema breaks."""
