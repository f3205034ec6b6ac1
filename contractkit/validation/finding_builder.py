"""Build findings: of a cause or a fault of the text, the page of its rule, and its position."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import Rule, find_rule, first_paragraph
from contractkit.findings import Finding, Fix, Related, Span
from contractkit.jsontext import Document, Fault, Lines, RelatedSpan
from contractkit.jsontext.display import hide_pointer
from contractkit.validation.causes import Cause
from contractkit.validation.text_fixes import fix_fault
from contractkit.validation.violation import ABOUT_NAMES, MISSING, Violation
from contractkit.validation.violation_fixes import propose_fix
from contractkit.validation.wording import write_help, write_message

GROUPED_RULES = ("JT001", "JT003", "JT004")
ENCODING_RULE, SURROGATE_RULE = "JT011", "JT012"
HIDDEN_RELATED = "this is part of it"


class Positions:
    """The positions in one document: lines, columns, and strings that could not be decoded."""

    def __init__(self, document: Document, first_line: int = 1) -> None:
        """Index the lines of the document's text; the first one has the number `first_line`."""
        self.document, self.lines = document, Lines(document.text)
        self._lines_before = first_line - 1
        self.undecoded: list[int] = []
        self.uncertain: list[int] = []
        for fault in document.faults:
            if fault.rule == ENCODING_RULE:
                self.undecoded.append(fault.start)
            if fault.rule in (ENCODING_RULE, SURROGATE_RULE):
                insort(self.uncertain, fault.start)

    def span(self, start: int, end: int) -> Span:
        """The span of two offsets."""
        line, column = self.lines.position(start)
        end_line, end_column = self.lines.position(end)
        before = self._lines_before
        return Span(start, end, line + before, column, end_line + before, end_column)

    def is_undecodable(self, violation: Violation) -> bool:
        """Whether a violation is about a string whose content is unknown.

        That is one with bytes that are no UTF-8; for advice, one with a lone surrogate too.
        """
        starts = self.uncertain if violation.level == "advice" else self.undecoded
        node = self.document.nodes.get(violation.pointer) if starts else None
        if node is None or self.document.text[node.value[0]] != '"':
            return False
        index = bisect_left(starts, node.value[0])
        return index < len(starts) and starts[index] < node.value[1]

    def find(self, pointer: str, *, key: bool = False) -> Span | None:
        """The span of the value at a pointer, or of the name of the property that it names."""
        node = self.document.nodes.get(pointer)
        if node is None:
            return None
        return self.span(*(node.key if key and node.key else node.value))


def build_finding(
    contract: Contract, message: str, cause: Cause, positions: Positions | None, *, hide: bool
) -> Finding:
    """The finding of a cause; with `hide` it shows no value."""
    violation = cause.violation
    rule = find_rule(contract, violation.rule)
    pointer = hide_pointer(violation.pointer) if hide else violation.pointer
    words, advice = write_message(cause, rule, message, hide=hide), write_help(cause, rule)
    if positions is None:
        related = tuple(Related(*place) for place in violation.related)
        return build_rule_finding(rule, pointer, words, advice=advice, related=related)
    return build_rule_finding(
        rule,
        pointer,
        words,
        advice=advice,
        span=positions.find(violation.pointer, key=violation.keyword in ABOUT_NAMES),
        related=tuple(_list_related(violation, positions)) if violation.related else (),
        fix=propose_fix(contract, message, cause, positions.document),
    )


def _list_related(violation: Violation, positions: Positions) -> Iterator[Related]:
    """The other places of a violation; a property under a wrong name at its name."""
    is_misnamed = violation.keyword in MISSING
    for pointer, words in violation.related:
        yield Related(pointer, words, positions.find(pointer, key=is_misnamed))


def build_fault_finding(
    contract: Contract, fault: Fault, positions: Positions, *, redact: bool
) -> Finding:
    """The finding of a fault of the text; redacted, it only says which rule that breaks."""
    rule = find_rule(contract, fault.rule)
    hidden = f"breaks the rule “{rule.title}”"
    related = tuple(
        Related(
            None, HIDDEN_RELATED if redact else item.message, positions.span(item.start, item.end)
        )
        for item in fault.related
    )
    document = positions.document
    return build_rule_finding(
        rule,
        fault.pointer,
        hidden if redact else fault.message,
        advice=fault.advice,
        span=positions.span(fault.start, fault.end),
        related=related,
        fix=fix_fault(document.text, fault) if document.complete else None,
    )


def group_faults(faults: Sequence[Fault]) -> Iterator[Fault]:
    """The faults in the order of the text; all those of one of GROUPED_RULES are made one."""
    grouped: dict[str, list[Fault]] = {rule: [] for rule in GROUPED_RULES}
    for fault in faults:
        if fault.rule in GROUPED_RULES:
            grouped[fault.rule].append(fault)
    for fault in sorted(faults, key=lambda fault: fault.start):
        same = grouped.get(fault.rule, [fault])
        if len(same) == 1:
            yield fault
        elif fault is same[0]:
            others = tuple(RelatedSpan(item.start, item.end, "another") for item in same[1:])
            message = f"{fault.message}; {len(others)} more follow"
            yield replace(fault, message=message, related=others)


def build_rule_finding(
    rule: Rule,
    pointer: str | None,
    message: str,
    *,
    advice: str = "",
    span: Span | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """A finding of a rule; where there is no better advice, that of the rule's page."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=rule.verdict,
        pointer=pointer,
        message=message,
        why=first_paragraph(rule.why),
        help=advice or first_paragraph(rule.fix),
        source=rule.citation,
        span=span,
        related=related,
        fix=fix,
    )
