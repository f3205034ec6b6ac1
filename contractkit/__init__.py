"""Contract testing for an HTTP API: its rules as JSON Schemas, and a linter that explains."""

__version__ = "0.1.0"

from contractkit.check import Checked, Options, check, check_text
from contractkit.contract import Contract, load
from contractkit.errors import (
    BrokenContractError,
    ContractkitError,
    TenantError,
    UnknownNameError,
    UnreadableInputError,
    UnrecognisedMessageError,
)
from contractkit.explain import explain
from contractkit.finding import Finding, Related, Severity, Span, Verdict, judge
from contractkit.rules import Rule

__all__ = [
    "BrokenContractError",
    "Checked",
    "Contract",
    "ContractkitError",
    "Finding",
    "Options",
    "Related",
    "Rule",
    "Severity",
    "Span",
    "TenantError",
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
