"""Contract testing for an HTTP API: its rules as JSON Schemas, and a linter that explains."""

__version__ = "0.1.0"

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractkit.contracts.explanations import explain
    from contractkit.contracts.loading import Contract, load
    from contractkit.contracts.rules import Rule
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
    from contractkit.findings import Edit, Finding, Fix, Related, Severity, Span, Verdict, judge
    from contractkit.validation.check import check, check_text

_NAMES = {
    "validation.check": ("check", "check_text"),
    "contracts.loading": ("Contract", "load"),
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
    "contracts.explanations": ("explain",),
    "findings": ("Edit", "Finding", "Fix", "Related", "Severity", "Span", "Verdict", "judge"),
    "contracts.rules": ("Rule",),
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


def __getattr__(name: str) -> Any:
    """Import a public name when it is used: a command may need none of them."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
