"""Patterns of ECMA-262: read, and strings that match them or only just do not."""
