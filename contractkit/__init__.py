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
    from contractkit.validation.sent_messages import SentMessage, SentText, read_messages
    from contractkit.validation.text_parts import TextParts, split_text

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
    "SentMessage",
    "SentText",
    "Severity",
    "Span",
    "TenantError",
    "TextParts",
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
    "read_messages",
    "split_text",
]

_MODULES = {
    "Contract": "contracts.loading",
    "Rule": "contracts.rules",
    "SentMessage": "validation.sent_messages",
    "SentText": "validation.sent_messages",
    "TextParts": "validation.text_parts",
    "check": "validation.check",
    "check_text": "validation.check",
    "explain": "contracts.explanations",
    "load": "contracts.loading",
    "read_messages": "validation.sent_messages",
    "split_text": "validation.text_parts",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is used: a command may need none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = _MODULES.get(name, "errors" if name.endswith("Error") else "findings")
    return getattr(import_module(f"{__name__}.{module}"), name)
