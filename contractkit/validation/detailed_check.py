"""Check a text in detail: read it with all its faults, and its value against every schema."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, JsonValue, NotPlainError, parse_plain
from contractkit.jsontext.nodes import LazyNodes
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.causes import find_causes
from contractkit.validation.contract_choice import determine_contract
from contractkit.validation.finding_builder import (
    Positions,
    build_fault_finding,
    build_finding,
    group_faults,
)
from contractkit.validation.options import (
    CheckOptions,
    CheckResult,
    limit_by_rule,
    select_optional_rules,
)
from contractkit.validation.placeholders import (
    compile_patterns,
    drop_template_violations,
    is_unquoted_placeholder,
)
from contractkit.validation.recognition import determine_message
from contractkit.validation.violation import Violation
from contractkit.validation.violations import find_violations


def check_in_detail(
    data: bytes, contract: Contract, options: CheckOptions, first_line: int = 1
) -> CheckResult:
    """The findings in a text: the faults of the text itself, then the violations of its value.

    `first_line` is the number of the text's first line where it is part of a file.
    """
    from contractkit.jsontext.reader import read

    placeholder = compile_patterns(options.patterns) if options.templates else None
    document = read(data, jsonc=options.jsonc, placeholder=placeholder)
    positions = Positions(document, first_line)
    findings = _find_faults(contract, positions, options)
    message = None
    if document.complete:
        contract = determine_contract(contract, document.value, options)
        try:
            message = determine_message(contract, document.value, options)
        except UnrecognisedMessageError:
            if not document.faults or options.strict_recognition:
                raise
            findings = [replace(finding, fix=None) for finding in findings]
        else:
            findings += _check_value(contract, message, positions, options)
    elif not findings:
        fault = document.faults[-1]
        findings = [build_fault_finding(contract, fault, positions, redact=options.redact)]
    return CheckResult(message, tuple(findings), document if findings else None, contract)


def explain_text(
    data: bytes, contract: Contract, options: CheckOptions, first_line: int = 1
) -> CheckResult:
    """The result for a text in which something is likely to be found.

    `first_line` is the number of the text's first line where it is part of a file.
    """
    try:
        value = parse_plain(data)
    except NotPlainError:
        return check_in_detail(data, contract, options, first_line)
    contract = determine_contract(contract, value, options)
    message = determine_message(contract, value, options)
    return explain_value(data.decode(), value, message, contract, options, first_line)


def explain_value(
    text: str,
    value: JsonValue,
    message: str,
    contract: Contract,
    options: CheckOptions,
    first_line: int = 1,
    known: Sequence[Iterable[BrokenKeyword]] | None = None,
) -> CheckResult:
    """The result for a value that is hardly valid, read from a text without a fault.

    `known` are the keywords that it breaks, by schema, where they are known.
    """
    document = Document(text, value, LazyNodes(text, value), (), complete=True)
    positions = Positions(document, first_line)
    findings = _check_value(contract, message, positions, options, known)
    return CheckResult(message, tuple(findings), document if findings else None, contract)


def _find_faults(contract: Contract, positions: Positions, options: CheckOptions) -> list[Finding]:
    text = positions.document.text
    faults = [
        fault
        for fault in positions.document.faults
        if not (options.templates and is_unquoted_placeholder(fault, text, options.patterns))
    ]
    return [
        build_fault_finding(contract, fault, positions, redact=options.redact)
        for fault in limit_by_rule(list(group_faults(faults)), options.limit)
        if options.selection.includes(fault.rule)
    ]


def _check_value(
    contract: Contract,
    message: str,
    positions: Positions,
    options: CheckOptions,
    known: Sequence[Iterable[BrokenKeyword]] | None = None,
) -> list[Finding]:
    document = positions.document
    violations = find_violations(
        contract,
        message,
        document.value,
        select_optional_rules(contract, options.selection),
        limit=options.limit,
        known=known,
    )
    if document.faults:
        guessed = _list_guessed_values(contract, document)
        violations = [
            violation
            for violation in violations
            if not (violation.keyword == "type" and violation.pointer in guessed)
            and not positions.is_undecodable(violation)
        ]
    if options.templates:
        violations = list(
            drop_template_violations(
                violations,
                document,
                options.patterns,
                within_strings=options.within_strings,
            )
        )
    findings = build_findings(contract, message, document.value, violations, options, positions)
    return sorted(findings, key=_find_start) if len(findings) > 1 else findings


def _find_start(finding: Finding) -> int:
    return finding.span.start if finding.span else 0


def _list_guessed_values(contract: Contract, document: Document) -> set[str | None]:
    """The pointers of values whose own text is invalid: their type is only guessed."""
    return {
        fault.pointer
        for fault in document.faults
        if find_rule(contract, fault.rule).verdict is Verdict.INVALID
    }


def build_findings(
    contract: Contract,
    message: str,
    value: object,
    violations: list[Violation],
    options: CheckOptions,
    positions: Positions | None = None,
) -> list[Finding]:
    """The findings for a value's violations; without positions where it came from no text."""
    return [
        build_finding(contract, message, cause, positions, hide=options.redact)
        for cause in find_causes(
            contract, message, value, violations, options.selection, options.limit
        )
    ]
