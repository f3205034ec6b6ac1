"""Schemas in the form that payloads are built from: inlined, taken apart, walked through."""
