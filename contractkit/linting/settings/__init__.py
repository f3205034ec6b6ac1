"""The settings of a lint run: command line over configuration file over default.

From the top: `resolving` puts them together and loads the contract, `keys` reads a configuration
file by the table of its keys, `shapes` reads the value of a key, `config_file` finds the file.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Settings(NamedTuple):
    """Everything that the command line or a configuration file may say of how to judge.

    `tenant` is the tenant's profile: settings by name, as the contract declares them. `kinds` and
    `per_file_ignores` go by patterns of file names, `severity` by rules: ids or beginnings of ids.
    `environment` is the path of a file with the variables of Postman collections.
    A pattern of a placeholder has an ellipsis where its name stands. `jobs` is a number or "auto".
    `root` is the folder that the patterns of file names are relative to, `exclude_root` the one
    that those of `exclude` are.
    """

    contract: str | None = None
    schemas: str | None = None
    kind: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    jsonc: bool = False
    templates: bool = False
    template_patterns: tuple[str, ...] = ("{{…}}", "${…}", "$(…)")
    redact: bool = False
    strict: bool = False
    severity: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    environment: str | None = None
    max_findings: int | None = None
    jobs: int | str = "auto"
    tenant: Mapping[str, Any] = {}
    root: str = ""
    exclude_root: str = ""


class Resolved(NamedTuple):
    """The settings of a run, and where they come from.

    `file` is the path of the configuration file, None without one. `origins` says, by field of the
    settings, that path or "command line"; a field that is not in it has its default.
    """

    settings: Settings
    origins: Mapping[str, str]
    file: str | None = None
