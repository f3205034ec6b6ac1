"""Finds and loads contracts: the only module that knows where their files are.

A contract is a folder of data, `NAME/VERSION/` below the folder that holds `catalog.json`.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from contractkit.errors import BrokenContractError, TenantError, UnknownNameError

Schema = dict[str, Any]
PACKAGE = os.path.dirname(os.path.abspath(__file__))
SHARED_RULES = "json-text"


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
        """The names of the messages that this contract speaks of."""
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
    def rule_folders(self) -> tuple[str, str]:
        """Where the pages of the rules are: the contract's own, and those of JSON text."""
        home = self.home if os.path.isdir(os.path.join(self.home, SHARED_RULES)) else shipped()
        own = os.path.join(self.home, self.name, "rules")
        return own, os.path.join(home, SHARED_RULES, "rules")

    @property
    def fixture_folders(self) -> tuple[str, str]:
        """Where the example files of the rules are; either may be missing."""
        home = examples(self.home)
        own = os.path.join(home, self.name, self.version)
        return own, os.path.join(examples(shipped()), SHARED_RULES)


def shipped() -> str:
    """The folder of the contracts that come with the package, installed or in a checkout."""
    for folder in (os.path.join(PACKAGE, "_schemas"), os.path.join(PACKAGE, "..", "schemas")):
        if os.path.isfile(os.path.join(folder, "catalog.json")):
            return os.path.normpath(folder)
    raise BrokenContractError(PACKAGE, "the schemas are not installed; install contractkit again")


def examples(home: str) -> str:
    """The folder of example files that stands beside a folder of contracts."""
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
    catalog: dict[str, Any] = read_json(os.path.join(home or shipped(), "catalog.json"))
    return catalog


def load(
    name: str | None = None,
    *,
    schemas: str | None = None,
    tenant: Mapping[str, Any] | None = None,
) -> Contract:
    """Load a contract, written `NAME` (its default version) or `NAME@VERSION`; None: the default.

    `schemas` is another folder of contracts than the shipped one, `tenant` the tenant's profile.
    Raises UnknownNameError, TenantError, BrokenContractError.
    """
    home = schemas or shipped()
    catalog = read_catalog(home)
    wanted, _, version = (name or catalog["default"]).partition("@")
    if wanted not in catalog["contracts"]:
        raise UnknownNameError("contract", wanted, catalog["contracts"])
    entry = catalog["contracts"][wanted]
    version = version or entry["default"]
    if version not in entry["versions"]:
        raise UnknownNameError(f"version of {wanted}", version, entry["versions"])
    data = read_json(os.path.join(home, wanted, version, "contract.json"))
    contract = Contract(wanted, version, home, data, dict(tenant or {}))
    for setting, value in contract.tenant.items():
        _check_setting(contract, setting, value)
    return contract


@lru_cache(maxsize=1)
def load_default() -> Contract:
    """The shipped default contract, always the same object: what is worked out of it is kept."""
    return load()


def _check_setting(contract: Contract, setting: str, value: object) -> None:
    overlays = contract.data.get("tenant", {})
    if setting not in overlays:
        raise UnknownNameError("tenant setting", setting, overlays)
    if "fill" in overlays[setting]:
        if not (isinstance(value, list) and value and all(isinstance(one, str) for one in value)):
            raise TenantError(setting, "a list of at least one string")
    elif not isinstance(value, bool):
        raise TenantError(setting, "true or false")


def find_message(contract: Contract, message: str) -> Mapping[str, Any]:
    """What contract.json says of a message; UnknownNameError if it has none of that name."""
    if message not in contract.data["messages"]:
        raise UnknownNameError("message", message, contract.messages)
    found: Mapping[str, Any] = contract.data["messages"][message]
    return found


@lru_cache(maxsize=128)
def load_schema(contract: Contract, file: str) -> Schema:
    """A schema file of the contract, by its name below the version's folder. Not to be changed."""
    schema: Schema = read_json(os.path.join(contract.folder, file))
    return schema
