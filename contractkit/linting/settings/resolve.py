"""Puts the settings together: command line over configuration file over default."""

import os
from collections.abc import Mapping
from typing import Any

from contractkit.linting.settings.discovery import find_file
from contractkit.linting.settings.records import Resolved, Settings

COMMAND_LINE = "command line"


def resolve(said: Mapping[str, Any], file: str | None = None, *, search: bool = True) -> Resolved:
    """The settings of a run; `said` is what the command line says, by field of Settings.

    `file` is a configuration file to use; without one it is looked for unless `search` is False.
    Raises ConfigurationError.
    """
    found = file or (find_file() if search else None)
    if found is None:
        return Resolved(Settings(**said), dict.fromkeys(said, COMMAND_LINE))
    from contractkit.linting.settings.reading import read_settings

    told = read_settings(found)
    if "kind" in said:
        told.pop("kinds", None)
    origins = dict.fromkeys(told, found) | dict.fromkeys(said, COMMAND_LINE)
    folder = os.path.dirname(found)
    exclude_root = "" if "exclude" in said else folder
    settings = Settings(**{**told, **said}, root=folder, exclude_root=exclude_root)
    return Resolved(settings, origins, found)
