"""Contract testing for an HTTP API: its rules as JSON Schemas, and a linter that explains."""

__version__ = "0.1.0"

from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from contractkit.explanations import explain
    from contractkit.finding import Finding, Related, Severity, Span, Verdict, judge
    from contractkit.rules import Rule

_FINDING = ("Finding", "Related", "Severity", "Span", "Verdict", "judge")
_IMPORTED_WHEN_USED = {
    "Rule": "contractkit.rules",
    "explain": "contractkit.explanations",
    **dict.fromkeys(_FINDING, "contractkit.finding"),
}

__all__ = [
    "BrokenContractError",
    "Contract",
    "ContractkitError",
    "Finding",
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
    """Import what a clean lint does not need only when it is asked for."""
    if name not in _IMPORTED_WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_IMPORTED_WHEN_USED[name]), name)
