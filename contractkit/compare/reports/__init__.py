"""The formats of a difference: one module per format."""
