"""Find and load contracts: no other module knows where their files are.

A contract is a folder of data, `NAME/VERSION/` below the folder that holds `catalog.json`.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from contractkit.errors import BrokenContractError, TenantError, UnknownNameError

Schema = dict[str, Any]
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED_RULES = ("json-text", "recordings")


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """One version of one contract.

    `home` is the folder of all contracts, `data` what contract.json says, `tenant` the profile of
    the tenant that the payloads are for: settings by name, as contract.json declares them.
    """

    name: str
    version: str
    home: str
    data: Mapping[str, Any] = field(repr=False)
    tenant: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The way a contract is written everywhere: `NAME@VERSION`."""
        return f"{self.name}@{self.version}"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Keep the data out of what Hypothesis and IPython show."""
        printer.text(repr(self))

    @property
    def messages(self) -> tuple[str, ...]:
        """The names of the messages that this contract describes."""
        return tuple(self.data["messages"])

    @property
    def folder(self) -> str:
        """Where the files of this version are."""
        return os.path.join(self.home, self.name, self.version)

    @property
    def codes_file(self) -> str:
        """Where the codes of answers and notifications are; it may be missing."""
        return os.path.join(self.home, self.name, "codes.json")

    @property
    def rule_folders(self) -> tuple[str, ...]:
        """Where the pages of the rules are.

        First the contract's own, then those that all contracts share: of JSON text, of recordings.
        """
        own = os.path.join(self.home, self.name, "rules")
        shared = (os.path.join(self.home, name, "rules") for name in SHARED_RULES)
        shipped = (os.path.join(find_shipped_folder(), name, "rules") for name in SHARED_RULES)
        pairs = zip(shared, shipped, strict=True)
        return (own, *(here if os.path.isdir(here) else there for here, there in pairs))

    @property
    def fixture_folders(self) -> tuple[str, ...]:
        """Where the example files of the rules are; any may be missing.

        First the version's own, then those of the versions that it was made from, then those of
        JSON text.
        """
        home = os.path.join(find_fixtures_folder(self.home), self.name)
        own = [os.path.join(home, version) for version in list_ancestry(self)]
        return (*own, os.path.join(find_fixtures_folder(find_shipped_folder()), SHARED_RULES[0]))


def find_shipped_folder() -> str:
    """The folder of the contracts that come with the package, installed or in a checkout."""
    for folder in (os.path.join(PACKAGE, "_schemas"), os.path.join(PACKAGE, "..", "schemas")):
        if os.path.isfile(os.path.join(folder, "catalog.json")):
            return os.path.normpath(folder)
    raise BrokenContractError(PACKAGE, "the schemas are not installed; install contractkit again")


def find_fixtures_folder(home: str) -> str:
    """The folder of example files: in a folder of contracts, or else beside it."""
    inside = os.path.join(home, "fixtures")
    if os.path.isdir(inside):
        return inside
    name = "_fixtures" if os.path.basename(home) == "_schemas" else "fixtures"
    return os.path.join(os.path.dirname(os.path.abspath(home)), name)


def read_json(path: str) -> Any:
    """The value of a file that belongs to a contract."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"is not JSON: {error}"
        raise BrokenContractError(path, str(reason)) from error


def read_catalog(home: str | None = None) -> dict[str, Any]:
    """What catalog.json says: the contracts, their versions, which are the defaults."""
    catalog: dict[str, Any] = read_json(os.path.join(home or find_shipped_folder(), "catalog.json"))
    return catalog


def load(
    name: str | None = None,
    *,
    schemas: str | None = None,
    tenant: Mapping[str, Any] | None = None,
) -> Contract:
    """Load a contract, written `NAME` (its default version) or `NAME@VERSION`; None: the default.

    `schemas` is another folder of contracts than the shipped one, `tenant` the tenant's profile. A
    shipped contract without one is always the same object, since it is a key of caches; files of
    another folder may change.
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
    return _set_profile(read(home, name, version), tenant or {})


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


def list_ancestry(contract: Contract) -> list[str]:
    """The version, the one that it was made from (`from` in the catalogue), and so on."""
    versions = read_catalog(contract.home)["contracts"][contract.name]["versions"]
    ancestry, older = [contract.version], versions[contract.version].get("from")
    while older in versions and older not in ancestry:
        ancestry.append(older)
        older = versions[older].get("from")
    return ancestry


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
    if message not in contract.data["messages"]:
        raise UnknownNameError("message", message, contract.messages)
    entry: Mapping[str, Any] = contract.data["messages"][message]
    return entry


@lru_cache(maxsize=128)
def load_schema(contract: Contract, file: str) -> Schema:
    """A schema file of the contract, by its name below the version's folder. Not to be changed."""
    schema: Schema = read_json(os.path.join(contract.folder, file))
    return schema
