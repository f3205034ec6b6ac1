"""What an application raised, in one line."""

import os
from traceback import extract_tb


def describe_error(error: BaseException) -> str:
    """An error in one line: its type, what it says, and where it was raised."""
    said = str(error).strip().splitlines()
    last = extract_tb(error.__traceback__)[-1]
    file, line = last.filename, last.lineno
    if isinstance(error, SyntaxError) and error.filename:
        said, file, line = [error.msg], error.filename, error.lineno
    words = f"{type(error).__name__}{f': {said[0]}' if said else ''}"
    return f"{words}, in {os.path.basename(file)} line {line}"
