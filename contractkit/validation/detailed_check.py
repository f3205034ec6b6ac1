"""The explained no: a text read with all its faults, its value checked against every schema."""

from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, read
from contractkit.validation.causes import find_causes
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
    fits_anything,
)
from contractkit.validation.recognition import determine_message
from contractkit.validation.violations import Violation, find_violations


def check_in_detail(data: bytes, contract: Contract, options: CheckOptions) -> CheckResult:
    """Read a text with everything that is wrong with it, and explain it."""
    placeholder = compile_patterns(options.patterns) if options.templates else None
    document = read(data, jsonc=options.jsonc, placeholder=placeholder)
    positions = Positions(document)
    faults = [
        one
        for one in document.faults
        if not (options.templates and fits_anything(one, document.text, options.patterns))
    ]
    findings = [
        build_fault_finding(contract, fault, positions, redact=options.redact)
        for fault in limit_by_rule(group_faults(faults), options.limit)
        if options.selection.includes(fault.rule)
    ]
    message = None
    if document.complete:
        try:
            message = determine_message(contract, document.value, options)
        except UnrecognisedMessageError:
            if not document.faults or options.strict_recognition:
                raise
            findings = [replace(one, fix=None) for one in findings]
        else:
            findings += _check_document(contract, message, positions, options)
    if not document.complete and not findings:
        findings = [
            build_fault_finding(contract, document.faults[-1], positions, redact=options.redact)
        ]
    return CheckResult(message, tuple(findings), document if findings else None)


def _check_document(
    contract: Contract, message: str, positions: Positions, options: CheckOptions
) -> list[Finding]:

    document = positions.document
    optional = select_optional_rules(contract, options.selection)
    broken = _broken_values(contract, document)
    violations = [
        violation
        for violation in find_violations(
            contract,
            message,
            document.value,
            optional,
            skip_valid_schemas=options.limit is not None,
            limit=options.limit,
        )
        if not (violation.keyword == "type" and violation.pointer in broken)
        and not positions.is_undecodable(violation)
    ]
    if options.templates:
        violations = list(drop_template_violations(violations, document, options.patterns))
    findings = build_findings(contract, message, document.value, violations, options, positions)
    return sorted(findings, key=lambda one: one.span.start if one.span else 0)


def _broken_values(contract: Contract, document: Document) -> set[str | None]:
    """The places of values whose text is invalid itself: their type is only guessed."""
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
    """The findings of a value's violations; without positions where it came from no text."""
    return [
        build_finding(contract, message, cause, positions, hide=options.redact)
        for cause in find_causes(
            contract, message, value, violations, options.selection, options.limit
        )
    ]
