"""Texts and file names as the formats of other programs can hold them."""

import os
import re

REPLACEMENT = "\ufffd"
UNWRITABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def clean(text: str) -> str:
    """The text with a replacement character for all that XML or a terminal does not take.

    These are control characters, lone surrogates and what is no character at all.
    """
    return UNWRITABLE.sub(REPLACEMENT, text)


def relate(name: str) -> str:
    """The name of a file as a path from the working directory, with slashes.

    A file outside of it keeps its full path.
    """
    path = os.path.normpath(name)
    if os.path.isabs(path) or path.startswith(os.pardir):
        full, here = os.path.abspath(path), os.path.join(os.getcwd(), "")
        path = full.removeprefix(here)
    return path.replace(os.sep, "/")
