"""`--format sarif`: SARIF 2.1.0, for code scanning and editors."""

import json
from typing import Any

from contractkit import __version__
from contractkit.errors import UnreadableInputError
from contractkit.findings import Finding, Related, Span
from contractkit.linting.reports import Report
from contractkit.linting.reports.fingerprints import name_findings
from contractkit.linting.reports.sarifplaces import ROOT, locate, write_fix, write_region
from contractkit.linting.reports.sarifrules import LEVELS, describe_rules
from contractkit.linting.results import Linted
from contractkit.reporting.texts import clean

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "contractkit/v1"


def write_sarif(report: Report) -> str:
    """A log of one run; positions count code points, and fingerprints know no lines."""
    found = list(name_findings(report.files))
    rules = describe_rules(report.contract, {finding.rule for _, finding, _ in found})
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
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"contractkit/{report.contract}/"},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The working directory."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _write_result(linted: Linted, finding: Finding, number: int, *, redact: bool) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _place(linted.name, finding.span)}
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": clean(finding.pointer)}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": _say(f"{finding.message}\n{finding.help}"),
        "locations": [location],
    }
    related = [
        _relate(linted.name, one, index) for index, one in enumerate(finding.related) if one.span
    ]
    if related:
        result["relatedLocations"] = related
    if linted.document and not redact and (fix := write_fix(linted, finding)):
        result["fixes"] = [fix]
    return result


def _relate(name: str, related: Related, index: int) -> dict[str, Any]:
    place = _place(name, related.span)
    return {"id": index, "physicalLocation": place, "message": _say(related.message)}


def _place(name: str, span: Span | None) -> dict[str, Any]:
    place = {"artifactLocation": locate(name)}
    return place if span is None else place | {"region": write_region(span)}


def _write_notification(error: UnreadableInputError) -> dict[str, Any]:
    place = {"physicalLocation": _place(error.path, None)}
    return {"level": "error", "message": _say(error.reason), "locations": [place]}


def _say(text: str) -> dict[str, str]:
    """A message; what looks like a link to another place is none."""
    return {"text": clean(text).replace("](", "\\](")}
