"""A configuration file → the fields of Settings that it fills."""

import os
import tomllib
from typing import Any

from contractkit.errors import ConfigurationError, UnknownNameError
from contractkit.linting.settings.discovery import SHARED, read_bytes
from contractkit.linting.settings.keys import BY_NAME
from contractkit.linting.settings.shapes import UnfitValueError, join_keys

TABLE = ("tool", "contractkit")


def read_settings(path: str) -> dict[str, Any]:
    """What a file says, by field of Settings. Raises ConfigurationError.

    In a file with a table `tool` the settings stand in `[tool.contractkit]`, in any other at the
    top. A `pyproject.toml` without that table is an error: whoever asks for it expects one.
    """
    table = find_table(path, read_bytes(path))
    if table is None:
        raise ConfigurationError(path, "has no table [tool.contractkit]")
    fields = {}
    for name, value in table.items():
        if name not in BY_NAME:
            raise ConfigurationError(path, str(UnknownNameError("setting", name, BY_NAME)))
        key = BY_NAME[name]
        try:
            fields[key.field] = key.read(value, name)
        except UnfitValueError as error:
            raise ConfigurationError(path, str(error)) from None
        if key.path:
            fields[key.field] = os.path.join(os.path.dirname(path), fields[key.field])
    return fields


def find_table(path: str, data: bytes) -> dict[str, Any] | None:
    """The settings in the text of a file; None where it has no place for them."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationError(path, "is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(path, f"is not TOML: {error}") from None
    if TABLE[0] not in document:
        return None if os.path.basename(path) == SHARED else document
    if os.path.basename(path) != SHARED and len(document) > 1:
        stray = next(name for name in document if name != TABLE[0])
        raise ConfigurationError(
            path, f"{join_keys('', stray)[1:]} stands outside [tool.contractkit]"
        )
    tool = document[TABLE[0]]
    table = tool.get(TABLE[1]) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(path, "tool.contractkit is not a table")
    return table
