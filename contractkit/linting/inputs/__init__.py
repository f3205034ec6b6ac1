"""Paths, folders, globs and standard input → the texts to judge, each with the name to show."""

from contractkit.linting.inputs.files import STDIN, Input, read_inputs

__all__ = ["STDIN", "Input", "read_inputs"]
