"""The settings against the contract: what a configuration file names must be there."""

from contractkit.contracts.loading import Contract, find_message, load
from contractkit.errors import (
    BrokenContractError,
    ConfigurationError,
    TenantError,
    UnknownNameError,
)
from contractkit.linting.settings.records import Resolved
from contractkit.validation.options import AUTO, read_selection


def load_contract(resolved: Resolved) -> Contract:
    """The contract of a run.

    Raises what `load` raises; ConfigurationError where a configuration file is what is wrong.
    """
    settings = resolved.settings
    try:
        contract = load(settings.contract, schemas=settings.schemas, tenant=settings.tenant)
    except BrokenContractError as error:
        if resolved.file and resolved.origins.get("schemas") == resolved.file:
            raise ConfigurationError(resolved.file, f"schemas: {error}") from None
        raise
    except (UnknownNameError, TenantError) as error:
        of_tenant = isinstance(error, TenantError) or error.kind == "tenant setting"
        field = "tenant" if of_tenant else "contract"
        if resolved.file and resolved.origins.get(field) == resolved.file:
            raise ConfigurationError(resolved.file, f"{field}: {error}") from None
        raise
    if resolved.file:
        _check_names(contract, resolved, resolved.file)
    return contract


def _check_names(contract: Contract, resolved: Resolved, file: str) -> None:
    """Hold what the file names against the contract, so that a wrong name tells the file."""
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
