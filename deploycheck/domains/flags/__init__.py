"""Feature flags: their definitions, and the code that reads them."""
