"""Contract tests in pytest: the classes behind the plugin's fixtures, usable without them too.

From the top down: hooks, configuration, contract_emulator, emulator_state, answers, callbacks,
cases, responses, loaded_contract, explanations.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractkit.pytest_plugin.cases import ContractCase, list_contract_cases
    from contractkit.pytest_plugin.contract_emulator import ContractEmulator
    from contractkit.pytest_plugin.loaded_contract import LoadedContract, load_contract
    from contractkit.pytest_plugin.responses import read_response

_MODULES = {
    "ContractCase": "cases",
    "ContractEmulator": "contract_emulator",
    "LoadedContract": "loaded_contract",
    "list_contract_cases": "cases",
    "load_contract": "loaded_contract",
    "read_response": "responses",
}

__all__ = [
    "ContractCase",
    "ContractEmulator",
    "LoadedContract",
    "list_contract_cases",
    "load_contract",
    "read_response",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: a test that checks a payload needs no server."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
