"""A contract: one version of one, with what its files are called.

A contract is a folder of data, `NAME/VERSION/` below the folder that holds `catalog.json`.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.errors import BrokenContractError

Schema = dict[str, Any]
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARAMETERS = "request-parameters"  # the message that the parameters of a request are
SHARED_RULES = ("json-text", "recordings")


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """One version of one contract.

    `home` is the folder of all contracts, `data` what contract.json says, `tenant` the profile of
    the tenant that the payloads are for: settings by name, as contract.json declares them. Of a
    contract with several requests, `whole` is it, and the rest what one of them sees, which
    `request` names.
    """

    name: str
    version: str
    home: str
    data: Mapping[str, Any] = field(repr=False)
    tenant: Mapping[str, Any] = field(default_factory=dict)
    request: str = ""
    whole: "Contract | None" = field(default=None, repr=False)

    def __str__(self) -> str:
        """The way a contract is written everywhere: `NAME@VERSION`."""
        return f"{self.name}@{self.version}"

    @property
    def label(self) -> str:
        """The contract, and the request that it is about where it has several."""
        return f"{self} {self.request}" if self.request else str(self)

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
    return read_json_text(path)[0]


def read_json_text(path: str) -> tuple[Any, str]:
    """The value of a file that belongs to a contract, and the text of the file."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        return json.loads(text), text
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"is not JSON: {error}"
        raise BrokenContractError(path, str(reason)) from error


def read_catalog(home: str | None = None) -> dict[str, Any]:
    """What catalog.json says: the contracts, their versions, which are the defaults."""
    catalog: dict[str, Any] = read_json(os.path.join(home or find_shipped_folder(), "catalog.json"))
    return catalog


def list_ancestry(contract: Contract) -> list[str]:
    """The version, the one that it was made from (`from` in the catalogue), and so on."""
    versions = read_catalog(contract.home)["contracts"][contract.name]["versions"]
    ancestry, older = [contract.version], versions[contract.version].get("from")
    while older in versions and older not in ancestry:
        ancestry.append(older)
        older = versions[older].get("from")
    return ancestry
