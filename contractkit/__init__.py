"""Contract testing for an HTTP API: its rules as JSON Schemas, and a linter that explains."""

__version__ = "0.1.0"

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractkit.check import check, check_text
    from contractkit.contract import Contract, load
    from contractkit.errors import (
        BrokenContractError,
        ContractkitError,
        OutputFolderError,
        TenantError,
        UnfitRuleError,
        UnknownNameError,
        UnreadableInputError,
        UnrecognisedMessageError,
    )
    from contractkit.explanations import explain
    from contractkit.finding import Edit, Finding, Fix, Related, Severity, Span, Verdict, judge
    from contractkit.rules import Rule

_NAMES = {
    "check": ("check", "check_text"),
    "contract": ("Contract", "load"),
    "errors": (
        "BrokenContractError",
        "ContractkitError",
        "OutputFolderError",
        "TenantError",
        "UnfitRuleError",
        "UnknownNameError",
        "UnreadableInputError",
        "UnrecognisedMessageError",
    ),
    "explanations": ("explain",),
    "finding": ("Edit", "Finding", "Fix", "Related", "Severity", "Span", "Verdict", "judge"),
    "rules": ("Rule",),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "BrokenContractError",
    "Contract",
    "ContractkitError",
    "Edit",
    "Finding",
    "Fix",
    "OutputFolderError",
    "Related",
    "Rule",
    "Severity",
    "Span",
    "TenantError",
    "UnfitRuleError",
    "UnknownNameError",
    "UnreadableInputError",
    "UnrecognisedMessageError",
    "Verdict",
    "check",
    "check_text",
    "explain",
    "judge",
    "load",
]


class _Package(ModuleType):
    """The package: `check` is the function, though importing the module of that name sets it."""

    @property
    def check(self) -> Any:
        return self.__dict__.get("check") or __getattr__("check")

    @check.setter
    def check(self, value: object) -> None:
        if not isinstance(value, ModuleType):
            self.__dict__["check"] = value


def __getattr__(name: str) -> Any:
    """Import what is asked for: whoever imports the package may need none of it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


sys.modules[__name__].__class__ = _Package
