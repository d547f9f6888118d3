"""The catalogue: what a database looks like after its migrations ran, without a database."""
