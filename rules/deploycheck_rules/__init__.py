"""The built-in rules, found through the same entry point as anybody's."""
