"""One module a format: each turns linted files into text, piece by piece."""
