"""`--format sarif`: SARIF 2.1.0, for code scanning and editors."""

import json
import os
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from contractkit import __version__
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule, find_rule_of_any, first_paragraph
from contractkit.errors import UnreadableInputError
from contractkit.findings import Edit, Finding, Related, Severity, Span
from contractkit.jsontext import Lines
from contractkit.linting.reports.fingerprints import name_findings
from contractkit.linting.reports.report import Report
from contractkit.linting.results import Linted
from contractkit.reporting.texts import REPLACEMENT, clean, make_relative

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "contractkit/v1"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
ROOT = "%SRCROOT%"
# Lone surrogates that stand for no byte of a file's name.
NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def write(report: Report) -> str:
    """A log of one run; positions count code points, and fingerprints know no lines."""
    found = list(name_findings(report.files))
    rules = _describe_rules(report.contract, {finding.rule for _, finding, _ in found})
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        _write_result(linted, finding, numbers[finding.rule], redact=report.redact)
        | {"partialFingerprints": {FINGERPRINT: fingerprint}}
        for linted, finding, fingerprint in found
    ]
    driver = {"name": "contractkit", "version": __version__, "rules": rules}
    invocation = {
        "executionSuccessful": not report.unread,
        "toolExecutionNotifications": [_write_notification(error) for error in report.unread],
    }
    goal = f"-to-{report.goal}" if report.goal else ""
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"contractkit/{report.contract}{goal}/"},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The working directory."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _write_result(linted: Linted, finding: Finding, number: int, *, redact: bool) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _locate(linted.name, finding.span)}
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": clean(finding.pointer)}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": _make_message(f"{finding.message}\n{finding.help}"),
        "locations": [location],
    }
    related = [
        _write_related(linted.name, place, index)
        for index, place in enumerate(finding.related)
        if place.span
    ]
    if related:
        result["relatedLocations"] = related
    if linted.document and not redact and (fix := _write_fix(linted, finding)):
        result["fixes"] = [fix]
    return result


def _write_related(name: str, related: Related, index: int) -> dict[str, Any]:
    place = _locate(related.file or name, related.span)
    return {"id": index, "physicalLocation": place, "message": _make_message(related.message)}


def _locate(name: str, span: Span | None) -> dict[str, Any]:
    place = {"artifactLocation": _locate_file(name)}
    return place if span is None else place | {"region": _write_region(span)}


def _write_notification(error: UnreadableInputError) -> dict[str, Any]:
    place = {"physicalLocation": _locate(error.path, None)}
    return {"level": "error", "message": _make_message(error.reason), "locations": [place]}


def _make_message(text: str) -> dict[str, str]:
    """A message; what looks like a link to another place is none."""
    return {"text": clean(text).replace("](", "\\](")}


def _locate_file(name: str) -> dict[str, str]:
    """A file: relative to the working directory where it is inside, else in full."""
    path = make_relative(name)
    uri = quote(NO_BYTE.sub(REPLACEMENT, path).encode("utf-8", "surrogateescape"))
    return {"uri": f"file://{uri}"} if os.path.isabs(path) else {"uri": uri, "uriBaseId": ROOT}


def _write_region(span: Span) -> dict[str, int]:
    """A stretch of a file; the end is exclusive, as that of a span."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _write_fix(linted: Linted, finding: Finding) -> dict[str, Any] | None:
    """The edits that a finding's fix makes in its file.

    None without a fix, and for the byte order mark, which is in no column.
    """
    if finding.fix is None or linted.document is None:
        return None
    lines = Lines(linted.document.text)
    spans = [_find_span(lines, edit, linted.first_line - 1) for edit in finding.fix.edits]
    if any(_has_no_column(span) for span in spans):
        return None
    replacements = [
        {"deletedRegion": _write_region(span), "insertedContent": {"text": clean(edit.text)}}
        for span, edit in zip(spans, finding.fix.edits, strict=True)
    ]
    change = {"artifactLocation": _locate_file(linted.name), "replacements": replacements}
    return {"description": {"text": clean(finding.help)}, "artifactChanges": [change]}


def _find_span(lines: Lines, edit: Edit, before: int) -> Span:
    (line, column), (end_line, end_column) = map(lines.position, (edit.start, edit.end))
    return Span(edit.start, edit.end, line + before, column, end_line + before, end_column)


def _has_no_column(span: Span) -> bool:
    place = (span.line, span.column)
    return span.start != span.end and place == (span.end_line, span.end_column)


def _describe_rules(contract: Contract, ids: Collection[str]) -> list[dict[str, Any]]:
    """The rules of these ids, in their order, with the help on their pages."""
    return [_describe_rule(find_rule_of_any(contract, rule)) for rule in sorted(ids)]


def _describe_rule(rule: Rule) -> dict[str, Any]:
    sections = (("", rule.what), ("Why it matters", rule.why), ("How to fix it", rule.fix))
    plain = [f"{title}: {text}" if title else text for title, text in sections]
    marked = [f"## {title}\n\n{text}" if title else text for title, text in sections]
    source = f"Source: {rule.citation}"
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": first_paragraph(rule.what) or rule.title},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "help": {
            "text": "\n\n".join([*plain, source]),
            "markdown": "\n\n".join([*marked, source]),
        },
    }
