"""YAML, JSON and TOML with the line and column of everything, within limits."""
