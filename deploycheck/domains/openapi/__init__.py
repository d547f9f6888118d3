"""OpenAPI: specs, their normal form, and what a change of one means for callers."""
