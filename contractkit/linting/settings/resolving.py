"""Puts the settings of a run together, and loads the contract that they name."""

import os
from collections.abc import Mapping
from typing import Any

from contractkit.contracts.loading import Contract, find_message, load
from contractkit.errors import (
    BrokenContractError,
    ConfigurationError,
    TenantError,
    UnknownNameError,
)
from contractkit.linting.settings import Resolved, Settings
from contractkit.linting.settings.config_file import find_file
from contractkit.validation.options import AUTO, read_selection

COMMAND_LINE = "command line"


def resolve(
    options: Mapping[str, Any], file: str | None = None, *, search: bool = True
) -> Resolved:
    """The settings of a run; `options` is what the command line says, by field of Settings.

    `file` is a configuration file to use; without one it is looked for unless `search` is False.
    Raises ConfigurationError.
    """
    file = file or (find_file() if search else None)
    origins = dict.fromkeys(options, COMMAND_LINE)
    if file is None:
        return Resolved(Settings(**options), origins)
    from contractkit.linting.settings.keys import read_settings

    fields = read_settings(file)
    if "kind" in options:
        fields.pop("kinds", None)
    folder = os.path.dirname(file)
    exclude_root = "" if "exclude" in options else folder
    settings = Settings(**{**fields, **options}, root=folder, exclude_root=exclude_root)
    return Resolved(settings, dict.fromkeys(fields, file) | origins, file)


def load_contract(resolved: Resolved) -> Contract:
    """The contract of a run.

    Raises what `load` raises; ConfigurationError where a configuration file is what is wrong.
    """
    settings = resolved.settings
    try:
        contract = load(settings.contract, schemas=settings.schemas, tenant=settings.tenant)
    except (BrokenContractError, UnknownNameError, TenantError) as error:
        field = _find_field(error)
        if resolved.file and resolved.origins.get(field) == resolved.file:
            raise ConfigurationError(resolved.file, f"{field}: {error}") from None
        raise
    if resolved.file:
        _check_names(contract, resolved, resolved.file)
    return contract


def _find_field(error: BrokenContractError | UnknownNameError | TenantError) -> str:
    """The setting whose value does not do."""
    if isinstance(error, BrokenContractError):
        return "schemas"
    of_tenant = isinstance(error, TenantError) or error.kind == "tenant setting"
    return "tenant" if of_tenant else "contract"


def _check_names(contract: Contract, resolved: Resolved, file: str) -> None:
    """Raise ConfigurationError where the file names a rule or a message that does not exist."""
    from contractkit.linting.settings.keys import KEYS

    for key in KEYS:
        if resolved.origins.get(key.field) != file:
            continue
        value = getattr(resolved.settings, key.field)
        try:
            for rule in key.rules(value):
                read_selection(contract, [rule])
            for message in key.messages(value):
                if message != AUTO:
                    find_message(contract, message)
        except UnknownNameError as error:
            raise ConfigurationError(file, f"{key.name}: {error}") from None
