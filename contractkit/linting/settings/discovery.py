"""Looks for the configuration file, from the working directory upwards."""

import os
import re

from contractkit.errors import ConfigurationError

OWN, SHARED = "contractkit.toml", "pyproject.toml"
# What a file needs to have a table for contractkit, in every way in which TOML can write it: most
# have none, and are not worth the import of a parser.
MENTION = re.compile(rb"""tool["']?\s*(\.\s*["']?contractkit|\]|=)""")


def find_file(folder: str = "") -> str | None:
    """The file that holds for a folder ("": the working directory), as a path from there.

    It is the first, upwards to the root of the repository, of these: `contractkit.toml`, and a
    `pyproject.toml` with a table for contractkit. Raises ConfigurationError for a file that is not
    TOML or may not be read.
    """
    while True:
        own, shared = os.path.join(folder, OWN), os.path.join(folder, SHARED)
        if os.path.isfile(own):
            return own
        if os.path.isfile(shared) and _has_table(shared):
            return shared
        if os.path.exists(os.path.join(folder, ".git")) or _is_top(folder):
            return None
        folder = os.path.join(folder, os.pardir)


def read_bytes(path: str) -> bytes:
    """The bytes of a configuration file. Raises ConfigurationError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise ConfigurationError(path, "no such file") from None
    except OSError as error:
        raise ConfigurationError(path, error.strerror or str(error)) from error


def _has_table(path: str) -> bool:
    data = read_bytes(path)
    if b"contractkit" not in data or not MENTION.search(data):
        return False
    from contractkit.linting.settings.reading import find_table

    return find_table(path, data) is not None


def _is_top(folder: str) -> bool:
    try:
        return os.path.samefile(folder or os.curdir, os.path.join(folder, os.pardir))
    except OSError:
        return True
