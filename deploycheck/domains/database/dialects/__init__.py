"""SQL of other servers than PostgreSQL, read by sqlglot into the same statements, effects and queries."""
