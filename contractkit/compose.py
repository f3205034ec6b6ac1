"""Findings put together: a cause or a fault of the text, its rule's page, and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from contractkit.causes import Cause
from contractkit.contract import Contract
from contractkit.finding import Finding, Related, Span
from contractkit.jsontext import Document, Fault, Lines, RelatedSpan
from contractkit.rules import Rule, find_rule, first_paragraph
from contractkit.violations import Violation
from contractkit.words import word_help, word_message

COMMENT_RULE, ENCODING_RULE = "JT001", "JT011"


class Positions:
    """Where things stand in one document."""

    def __init__(self, document: Document) -> None:
        """Index the lines of the document's text."""
        self.document, self.lines = document, Lines(document.text)

    def span(self, start: int, end: int) -> Span:
        """The span of two offsets."""
        return Span(start, end, *self.lines.position(start), *self.lines.position(end))

    def is_undecodable(self, pointer: str) -> bool:
        """Whether the string there has bytes that are no UTF-8, so that its content is unknown."""
        node = self.document.nodes.get(pointer)
        if node is None or self.document.text[node.value[0]] != '"':
            return False
        return any(
            node.value[0] <= fault.start < node.value[1]
            for fault in self.document.faults
            if fault.rule == ENCODING_RULE
        )

    def find(self, pointer: str, *, key: bool = False) -> Span | None:
        """The span of the value at a pointer, or of the name of the property that it names."""
        node = self.document.nodes.get(pointer)
        if node is None:
            return None
        return self.span(*(node.key if key and node.key else node.value))


def compose_finding(
    contract: Contract, message: str, cause: Cause, positions: Positions | None, *, hide: bool
) -> Finding:
    """The finding of a cause; with `hide` it shows no value."""
    violation = cause.violation
    rule = find_rule(contract, violation.rule)
    finding = _compose(rule, violation.pointer, word_message(cause, rule, message, hide=hide))
    related = tuple(Related(pointer, words) for pointer, words in violation.related)
    finding = replace(finding, help=word_help(cause, rule), related=related)
    return _place(finding, violation, positions) if positions else finding


def compose_fault(
    contract: Contract, fault: Fault, positions: Positions, *, redact: bool
) -> Finding:
    """The finding of a fault of the text; redacted, it says no more than its rule's title."""
    rule = find_rule(contract, fault.rule)
    related = tuple(
        Related(None, rule.title if redact else one.message, positions.span(one.start, one.end))
        for one in fault.related
    )
    finding = _compose(rule, fault.pointer, rule.title if redact else fault.message)
    return replace(finding, span=positions.span(fault.start, fault.end), related=related)


def gather_faults(faults: Sequence[Fault]) -> Iterator[Fault]:
    """The faults, with those that are one habit of the author's, its comments, made one."""
    comments = [fault for fault in faults if fault.rule == COMMENT_RULE]
    for fault in faults:
        if fault.rule != COMMENT_RULE or len(comments) == 1:
            yield fault
        elif fault is comments[0]:
            others = tuple(RelatedSpan(one.start, one.end, "another") for one in comments[1:])
            message = f"{fault.message}; {len(others)} more follow"
            yield replace(fault, message=message, related=others)


def _compose(rule: Rule, pointer: str | None, message: str) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=rule.verdict,
        pointer=pointer,
        message=message,
        why=first_paragraph(rule.why),
        help=first_paragraph(rule.fix),
        source=rule.citation,
    )


def _place(finding: Finding, violation: Violation, positions: Positions) -> Finding:
    unknown = violation.keyword == "additionalProperties"
    misnamed = violation.keyword == "required"
    related = tuple(
        replace(one, span=positions.find(one.pointer, key=misnamed))
        for one in finding.related
        if one.pointer is not None
    )
    return replace(finding, span=positions.find(violation.pointer, key=unknown), related=related)
