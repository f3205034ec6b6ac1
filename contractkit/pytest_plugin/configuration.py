"""What a project and its tests say about the plugin: options of the ini file, and markers."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import read_json
from contractkit.errors import BrokenContractError, ContractkitError
from contractkit.pytest_plugin.loaded import LoadedContract, load_contract

if TYPE_CHECKING:
    import pytest

    from contractkit.pytest_plugin.cases import ContractCase
    from contractkit.pytest_plugin.trial import Terms

NEEDED = ("jwt", "urllib3", "werkzeug")


def choose_contract(config: "pytest.Config", marker: "pytest.Mark | None") -> LoadedContract:
    """The contract of a test: that of its marker, or else of the ini file.

    A marker that names no contract keeps that of the ini file. Raises ContractkitError.
    """
    told = _take(marker, name=None, schemas=None, tenant=None)
    name, schemas, tenant = told["name"], told["schemas"], told["tenant"]
    if name is None and schemas is None:
        name = config.getini("contractkit_contract") or None
        schemas = _find_path(config, "contractkit_schemas")
        tenant = _read_tenant(config) if tenant is None else tenant
    return load_contract(name, schemas=schemas, tenant=tenant)


def choose_cases(
    config: "pytest.Config", contract: "pytest.Mark | None", cases: "pytest.Mark | None"
) -> "tuple[ContractCase, ...]":
    """The cases that a test is for, as its markers say. Raises ContractkitError."""
    from contractkit.pytest_plugin.cases import list_contract_cases

    told = _take(cases, message=None, rule=None, verdict=None, count=None, text=True)
    return list_contract_cases(choose_contract(config, contract), told.pop("message"), **told)


def choose_terms(item: "pytest.Item") -> "Terms":
    """What a test asks of its emulator, as its markers say. Raises ContractkitError."""
    _check_extra(NEEDED)
    from contractkit.pytest_plugin.faults import Meant, mean
    from contractkit.pytest_plugin.trial import Terms, make_settings

    contract = choose_contract(item.config, item.get_closest_marker("contract"))
    marker = item.get_closest_marker("contract_emulator")
    if marker and marker.args:
        raise ContractkitError("the marker contract_emulator takes options by name: key=, seed= …")
    case = find_case(item)
    meant: list[Meant] = []
    if case is not None and case.verdict == "invalid":
        meant.append(Meant(frozenset(case.rules), must=False))
    for one in item.iter_markers("contract_expects_invalid"):
        must = case is None or case.verdict == "invalid"
        meant.append(Meant(mean(contract, one.args).rules, must))
    settings = make_settings(contract, dict(marker.kwargs) if marker else {})
    return Terms(settings, tuple(meant), item.nodeid)


def find_case(item: "pytest.Item") -> "ContractCase | None":
    """The request of the boundary suite that a test is for, if it is for one."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    case: ContractCase | None = params.get("contract_case")
    return case if case is not None and case.message == case.contract.messages[0] else None


def _take(marker: "pytest.Mark | None", **known: Any) -> dict[str, Any]:
    """The values that a marker gives, by name; the first of them may stand without its name."""
    if marker is None:
        return known
    first, *_ = known
    if len(marker.args) > 1 or (marker.args and first in marker.kwargs):
        raise ContractkitError(f"the marker {marker.name} takes one value without a name: {first}")
    unknown = sorted(set(marker.kwargs) - set(known))
    if unknown:
        names = ", ".join(known)
        raise ContractkitError(f"the marker {marker.name} has no {unknown[0]!r}; it has {names}")
    return {**known, **dict(zip([first], marker.args, strict=False)), **marker.kwargs}


def _read_tenant(config: "pytest.Config") -> dict[str, Any] | None:
    path = _find_path(config, "contractkit_tenant")
    if path is None:
        return None
    try:
        profile = read_json(path)
    except BrokenContractError as error:
        raise ContractkitError(f"contractkit_tenant: {error.path}: {error.reason}") from error
    if not isinstance(profile, dict):
        raise ContractkitError(f"contractkit_tenant: {path}: is not a JSON object of settings")
    return profile


def _find_path(config: "pytest.Config", option: str) -> str | None:
    """A path of the ini file, which is meant from where that file is."""
    told = config.getini(option)
    home = config.inipath.parent if config.inipath else config.rootpath
    return os.path.join(home, told) if told else None


@lru_cache(maxsize=1)
def _check_extra(needed: tuple[str, ...]) -> None:
    from importlib.util import find_spec

    for package in needed:
        if find_spec(package) is None:
            raise ContractkitError(
                f"contract_emulator needs the package {package}: pip install 'contractkit[fuzz]'"
            )
