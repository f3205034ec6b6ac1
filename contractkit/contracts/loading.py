"""Find and load contracts."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

from contractkit.contracts.contract import (
    PARAMETERS,
    SHARED_RULES,
    Contract,
    Schema,
    find_fixtures_folder,
    find_shipped_folder,
    list_ancestry,
    read_catalog,
    read_json,
    read_json_text,
)
from contractkit.errors import BrokenContractError, TenantError, UnknownNameError

__all__ = [
    "SHARED_RULES",
    "Contract",
    "Schema",
    "find_fixtures_folder",
    "find_message",
    "find_shipped_folder",
    "list_ancestry",
    "list_later_versions",
    "load",
    "load_default",
    "load_for_tenant",
    "load_other_contracts",
    "load_other_versions",
    "load_schema",
    "may_have_formats",
    "read_catalog",
    "read_json",
]


def load(
    name: str | None = None,
    *,
    schemas: str | None = None,
    tenant: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> Contract:
    """Load a contract, written `NAME` (its default version) or `NAME@VERSION`; None: the default.

    `schemas` is another folder of contracts than the shipped one, `tenant` the tenant's profile. A
    shipped contract without one is always the same object, since it is a key of caches; files of
    another folder may change. `operation` names one of several, such as `POST /orders`, or by its
    operationId: the contract is then what that one sees.
    Raises UnknownNameError, TenantError, BrokenContractError.
    """
    shipped = find_shipped_folder()
    home = schemas or shipped
    catalog = read_catalog(home)
    name, _, version = (name or catalog["default"]).partition("@")
    if name not in catalog["contracts"]:
        raise UnknownNameError("contract", name, catalog["contracts"])
    entry = catalog["contracts"][name]
    version = version or entry["default"]
    if version not in entry["versions"]:
        raise UnknownNameError(f"version of {name}", version, entry["versions"])
    read = _read_shipped if home == shipped else _read
    loaded = _set_profile(read(home, name, version), tenant or {})
    if not operation:
        return loaded
    from contractkit.contracts.requests import find_request

    return find_request(loaded, operation)


def _read(home: str, name: str, version: str) -> Contract:
    data = read_json(os.path.join(home, name, version, "contract.json"))
    return Contract(name, version, home, data)


_read_shipped = lru_cache(maxsize=64)(_read)


def load_for_tenant(
    names: Sequence[str | None], tenant: Mapping[str, Any], *, schemas: str | None = None
) -> list[Contract]:
    """Load several contracts for one tenant: each with the settings of the profile that it has.

    Raises what `load` raises, UnknownNameError also for a setting that none of them has.
    """
    loaded = [load(name, schemas=schemas) for name in names]
    known = {setting for contract in loaded for setting in contract.data.get("tenant", {})}
    for setting in tenant:
        if setting not in known:
            raise UnknownNameError("tenant setting", setting, known)
    return [_add_profile(contract, tenant) for contract in loaded]


def list_later_versions(contract: Contract) -> list[str]:
    """The versions that the catalogue has after this one."""
    versions = list(read_catalog(contract.home)["contracts"][contract.name]["versions"])
    return versions[versions.index(contract.version) + 1 :]


@lru_cache(maxsize=32)
def load_other_versions(contract: Contract) -> tuple[list[Contract], list[Contract]]:
    """The versions of a contract before and after it, the nearest first.

    One that cannot be read is left out: it is no concern of this version.
    """
    versions = list(read_catalog(contract.home)["contracts"][contract.name]["versions"])
    index = versions.index(contract.version)
    earlier, later = versions[:index][::-1], versions[index + 1 :]
    return list(_load_readable(contract, earlier)), list(_load_readable(contract, later))


def _load_readable(contract: Contract, versions: list[str]) -> Iterator[Contract]:
    for version in versions:
        with suppress(BrokenContractError):
            yield load(f"{contract.name}@{version}", schemas=contract.home)


@lru_cache(maxsize=32)
def load_other_contracts(contract: Contract) -> list[Contract]:
    """The other contracts of the catalogue, each in its default version, for the same tenant.

    Of the tenant's profile each has the settings that it declares. One that cannot be read is left
    out.
    """
    found = []
    for name in read_catalog(contract.home)["contracts"]:
        with suppress(BrokenContractError):
            if name != contract.name:
                other = load(name, schemas=contract.home)
                found.append(_add_profile(other, contract.tenant))
    return found


def _add_profile(contract: Contract, tenant: Mapping[str, Any]) -> Contract:
    """The contract with those settings of a profile that it declares. Raises TenantError."""
    declared = contract.data.get("tenant", {})
    own = {setting: value for setting, value in tenant.items() if setting in declared}
    return _set_profile(contract, own)


def _set_profile(contract: Contract, tenant: Mapping[str, Any]) -> Contract:
    """The contract for a tenant. Raises UnknownNameError, TenantError."""
    for setting, value in tenant.items():
        _check_setting(contract, setting, value)
    return replace(contract, tenant=dict(tenant)) if tenant else contract


@lru_cache(maxsize=1)
def load_default() -> Contract:
    """The shipped default contract: always the same object, as it is a key of caches."""
    return load()


def _check_setting(contract: Contract, setting: str, value: object) -> None:
    overlays = contract.data.get("tenant", {})
    if setting not in overlays:
        raise UnknownNameError("tenant setting", setting, overlays)
    if "fill" not in overlays[setting]:
        if not isinstance(value, bool):
            raise TenantError(setting, "true or false")
    elif isinstance(overlays[setting].get("example"), int):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise TenantError(setting, "a whole number from 1")
    elif not (isinstance(value, list) and value and all(isinstance(item, str) for item in value)):
        raise TenantError(setting, "a list of at least one string")


def find_message(contract: Contract, message: str) -> Mapping[str, Any]:
    """What contract.json says of a message; UnknownNameError if it has none of that name."""
    if message == PARAMETERS:
        from contractkit.contracts.parameters import list_parameters

        if list_parameters(contract):
            return {}
    if message not in contract.data["messages"]:
        raise UnknownNameError("message", message, contract.messages)
    entry: Mapping[str, Any] = contract.data["messages"][message]
    return entry


def load_schema(contract: Contract, file: str) -> Schema:
    """A schema file of the contract, by its name below the version's folder. Not to be changed."""
    return _read_schema(contract.whole or contract, file)[0]


def may_have_formats(contract: Contract, file: str) -> bool:
    """Whether the text of a schema file has the word: quicker to find than by a walk."""
    return _read_schema(contract.whole or contract, file)[1]


@lru_cache(maxsize=128)
def _read_schema(contract: Contract, file: str) -> tuple[Schema, bool]:
    schema, text = read_json_text(os.path.join(contract.folder, file))
    return schema, '"format"' in text
