"""The command line: one module a command; the only place that prints and exits."""

from contractkit.cli.main import main

__all__ = ["main"]
