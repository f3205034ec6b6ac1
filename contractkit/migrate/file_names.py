"""What the files of the result are called: as those that the requests came from."""

import os
from collections.abc import Sequence

from contractkit.linting.inputs import Input
from contractkit.linting.lines import LineInput

STDIN_NAME, STDIN_LINES = "stdin.json", "stdin.ndjson"


def name_file(source: Input | LineInput, paths: Sequence[str]) -> str:
    """The path of a file of the result, below the folder for it.

    A file of a folder that the command line names keeps its place there, any other its name.
    """
    if source.from_stdin:
        name = os.path.basename(source.name)
        if name.startswith("<"):
            return STDIN_NAME if isinstance(source, Input) else STDIN_LINES
        return name
    for folder in paths if source.found else ():
        if os.path.isdir(folder):
            relative = os.path.relpath(source.name, folder)
            if not relative.startswith(os.pardir):
                return relative
    return os.path.basename(source.name)


def number_files(name: str, count: int) -> list[str]:
    """The names of so many files in place of one: `a.json`, or `a-1.json` and `a-2.json`."""
    if count == 1:
        return [name]
    stem, ending = os.path.splitext(name)
    return [f"{stem}-{number}{ending}" for number in range(1, count + 1)]
