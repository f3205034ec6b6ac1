"""Check a payload, or the text of one: `check` and `check_text` of the package.

The fast validator decides first; only a payload that it does not find valid is checked in detail.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contractkit.contracts.loading import Contract, load_default
from contractkit.jsontext.plain import MAX_DEPTH, NotPlainError, parse_plain
from contractkit.pointers import Path, to_pointer
from contractkit.validation.contract_choice import determine_contract
from contractkit.validation.fast_validator import is_valid
from contractkit.validation.options import (
    AUTO,
    CheckOptions,
    CheckResult,
    read_selection,
    select_optional_rules,
)
from contractkit.validation.recognition import determine_message

if TYPE_CHECKING:
    from contractkit.findings import Finding


def check(
    payload: object,
    kind: str = AUTO,
    *,
    contract: Contract | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> "tuple[Finding, ...]":
    """The findings in a payload, a value such as the standard json reads, without positions.

    `kind` is a message of the contract (`request` …) or `auto`; `contract` the default one unless
    given. Raises UnknownNameError, and UnrecognisedMessageError where `auto` cannot tell.
    """
    contract = contract or load_default()
    from contractkit.validation.nesting import find_too_deep

    options = CheckOptions(kind, selection=read_selection(contract, select, ignore))
    message = determine_message(contract, payload, options)
    optional = select_optional_rules(contract, options.selection)
    too_deep = find_too_deep(contract, message, payload, optional)
    if too_deep:
        return _tell_nesting(contract, *too_deep, options)
    if is_valid(contract, message, payload, optional):
        return ()
    from contractkit.validation.detailed_check import build_findings
    from contractkit.validation.violations import find_violations

    violations = find_violations(contract, message, payload, optional)
    return tuple(build_findings(contract, message, payload, violations, options))


def _tell_nesting(
    contract: Contract, path: Path, value: object, options: CheckOptions
) -> "tuple[Finding, ...]":
    """The finding in a value that is nested too deep: nothing else is said of it."""
    from contractkit.contracts.rules import find_rule
    from contractkit.validation.finding_builder import build_rule_finding
    from contractkit.validation.nesting import TOO_DEEP_RULE

    if not options.selection.includes(TOO_DEEP_RULE):
        return ()
    noun = "object" if isinstance(value, dict) else "array"
    message = f"this {noun} is nested deeper than {MAX_DEPTH} levels"
    return (build_rule_finding(find_rule(contract, TOO_DEEP_RULE), to_pointer(path), message),)


def check_text(
    data: bytes | str,
    kind: str = AUTO,
    *,
    contract: Contract | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    jsonc: bool = False,
    templates: bool = False,
    redact: bool = False,
) -> "tuple[Finding, ...]":
    """The findings in the text of a payload, with positions; bytes are read as UTF-8.

    The other parameters are those of `check` and the options of `contractkit lint`. Raises what
    `check` raises, and nothing for any text.
    """
    contract = contract or load_default()
    selection = read_selection(contract, select, ignore)
    options = CheckOptions(kind, jsonc, templates, redact, selection)
    return check_document(data, contract, options).findings


def check_document(data: bytes | str, contract: Contract, options: CheckOptions) -> CheckResult:
    """The findings in a text, with the document that their positions are in.

    Raises UnrecognisedMessageError where nothing is wrong with the text, and `kind` is `auto` and
    cannot tell.
    """
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    try:
        value = parse_plain(data)
    except NotPlainError:
        from contractkit.validation.detailed_check import check_in_detail

        return check_in_detail(data, contract, options)
    contract = determine_contract(contract, value, options)
    message = determine_message(contract, value, options)
    if is_valid(contract, message, value, select_optional_rules(contract, options.selection)):
        return CheckResult(message, (), contract=contract)
    from contractkit.validation.detailed_check import explain_value

    return explain_value(data.decode(), value, message, contract, options)
