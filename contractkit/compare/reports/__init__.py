"""How a difference is written: one module a format."""
