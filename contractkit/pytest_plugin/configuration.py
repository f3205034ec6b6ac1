"""The choices of a project and its tests: options of the ini file, and markers."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import read_json
from contractkit.contracts.requests import list_requests, request_message
from contractkit.errors import BrokenContractError, ContractkitError
from contractkit.pytest_plugin.loaded_contract import LoadedContract, load_contract

if TYPE_CHECKING:
    import pytest

    from contractkit.pytest_plugin.cases import ContractCase
    from contractkit.pytest_plugin.emulator_state import EmulatorSetup

NEEDED = ("jwt", "urllib3", "werkzeug")


def choose_contract(config: "pytest.Config", marker: "pytest.Mark | None") -> LoadedContract:
    """The contract of a test: that of its marker, or else of the ini file.

    A marker that names no contract keeps that of the ini file. Raises ContractkitError.
    """
    values = _read_marker(marker, name=None, schemas=None, tenant=None, operation=None)
    name, schemas, tenant = values["name"], values["schemas"], values["tenant"]
    operation = values["operation"] or config.getini("contractkit_operation") or None
    if name is None and schemas is None:
        name = config.getini("contractkit_contract") or None
        schemas = _find_path(config, "contractkit_schemas")
        tenant = _read_tenant(config) if tenant is None else tenant
    return load_contract(name, schemas=schemas, tenant=tenant, operation=operation)


def choose_cases(
    config: "pytest.Config", contract: "pytest.Mark | None", cases: "pytest.Mark | None"
) -> "tuple[ContractCase, ...]":
    """The cases that the markers of a test ask for. Raises ContractkitError."""
    from contractkit.pytest_plugin.cases import list_contract_cases

    values = _read_marker(cases, message=None, rule=None, verdict=None, count=None, text=True)
    return list_contract_cases(choose_contract(config, contract), values.pop("message"), **values)


def choose_setup(item: "pytest.Item") -> "EmulatorSetup":
    """The setup of the emulator that the markers of a test ask for. Raises ContractkitError."""
    _check_extra(NEEDED)
    from contractkit.pytest_plugin.emulator_state import (
        EmulatorSetup,
        Expectation,
        expect_rules,
        make_settings,
    )

    contract = choose_contract(item.config, item.get_closest_marker("contract"))
    marker = item.get_closest_marker("contract_emulator")
    if marker and marker.args:
        raise ContractkitError("the marker contract_emulator takes options by name: key=, seed= …")
    case = _find_case(item)
    required = case is None or case.verdict == "invalid"
    expectations = [
        expect_rules(contract, expected.args, required=required)
        for expected in item.iter_markers("contract_expects_invalid")
    ]
    if case is not None and required:
        expectations.append(Expectation(frozenset(case.rules), required=False))
    given = dict(marker.kwargs) if marker else {}
    first, *others = [make_settings(one, dict(given)) for one in list_requests(contract)]
    return EmulatorSetup(first, tuple(expectations), item.nodeid, tuple(others))


def _find_case(item: "pytest.Item") -> "ContractCase | None":
    """The case that a test runs for, if it has one and that is a request."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    case: ContractCase | None = params.get("contract_case")
    return case if case is not None and case.message == request_message(case.contract) else None


def _read_marker(marker: "pytest.Mark | None", **defaults: Any) -> dict[str, Any]:
    """The arguments of a marker by name, or their defaults; only the first may be positional."""
    if marker is None:
        return defaults
    first, *_ = defaults
    if len(marker.args) > 1 or (marker.args and first in marker.kwargs):
        raise ContractkitError(f"the marker {marker.name} takes one positional argument: {first}")
    unknown = sorted(set(marker.kwargs) - set(defaults))
    if unknown:
        names = ", ".join(defaults)
        raise ContractkitError(f"the marker {marker.name} has no {unknown[0]!r}; it has {names}")
    return {**defaults, **dict(zip([first], marker.args, strict=False)), **marker.kwargs}


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
    """A path in the ini file, which is relative to the folder of that file."""
    path = config.getini(option)
    home = config.inipath.parent if config.inipath else config.rootpath
    return os.path.join(home, path) if path else None


@lru_cache(maxsize=1)
def _check_extra(needed: tuple[str, ...]) -> None:
    from importlib.util import find_spec

    for package in needed:
        if find_spec(package) is None:
            raise ContractkitError(
                f"contract_emulator needs the package {package}: pip install 'contractkit[fuzz]'"
            )
