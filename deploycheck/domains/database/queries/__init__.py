"""Queries: their model, which columns they use, and whether a schema can answer them."""
