"""The adapter to PostgreSQL's own parser (libpg_query, through pgparse): its syntax trees become our effects."""
