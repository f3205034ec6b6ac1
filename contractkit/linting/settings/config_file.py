"""Finds the configuration file, from the working directory upwards, and the table in it."""

import os
import re
from typing import Any

from contractkit.errors import ConfigurationError

OWN, SHARED = "contractkit.toml", "pyproject.toml"
TABLE = ("tool", "contractkit")
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


def _has_table(path: str) -> bool:
    data = _read_bytes(path)
    if b"contractkit" not in data or not MENTION.search(data):
        return False
    return _find_table(path, data) is not None


def _is_top(folder: str) -> bool:
    try:
        return os.path.samefile(folder or os.curdir, os.path.join(folder, os.pardir))
    except OSError:
        return True


def read_table(path: str) -> dict[str, Any]:
    """The table of settings in a file. Raises ConfigurationError.

    In a file with a table `tool` the settings stand in `[tool.contractkit]`, in any other at the
    top. A `pyproject.toml` without that table is an error: whoever asks for it expects one.
    """
    table = _find_table(path, _read_bytes(path))
    if table is None:
        raise ConfigurationError(path, "has no table [tool.contractkit]")
    return table


def _read_bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise ConfigurationError(path, "no such file") from None
    except OSError as error:
        raise ConfigurationError(path, error.strerror or str(error)) from error


def _find_table(path: str, data: bytes) -> dict[str, Any] | None:
    """The settings in the text of a file; None where it has no place for them."""
    document = _parse(path, data)
    if TABLE[0] not in document:
        return None if os.path.basename(path) == SHARED else document
    if os.path.basename(path) != SHARED and len(document) > 1:
        from contractkit.linting.settings.shapes import write_key

        stray = next(name for name in document if name != TABLE[0])
        raise ConfigurationError(path, f"{write_key(stray)} stands outside [tool.contractkit]")
    tool = document[TABLE[0]]
    table = tool.get(TABLE[1]) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(path, "tool.contractkit is not a table")
    return table


def _parse(path: str, data: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationError(path, "is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(path, f"is not TOML: {error}") from None
