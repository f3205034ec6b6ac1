"""The command line: one module per command. Only this package prints and exits."""

from contractkit.cli.main import main

__all__ = ["main"]
