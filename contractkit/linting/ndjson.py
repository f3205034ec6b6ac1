"""Lines of a file, each a payload: clean ones many at once, the others line by line."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.findings import Finding, Span
from contractkit.jsontext.plain import parse_batch
from contractkit.linting.inputs.lines import LONGEST, LongLine
from contractkit.linting.lines import Part
from contractkit.linting.records import Linted, Result
from contractkit.validation.check import check_document
from contractkit.validation.fast_validator import are_all_valid
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import recognise_names

FEW = 4


def lint_part(part: Part, contract: Contract) -> Iterator[Result]:
    """What was found in some lines; nothing for clean ones. Empty lines are no payloads."""
    block, name, options = part.block, part.name, part.options
    if isinstance(block, LongLine):
        reason = f"is longer than {LONGEST >> 20} MiB, too long to be a payload"
        yield UnreadableInputError(f"{name}:{block.number}", reason)
        return
    lines = block.data.split(b"\n")
    for number, line in _leave_clean(list(enumerate(lines, block.first)), contract, options):
        if line.strip():
            yield from _lint_line(line, number, name, contract, options)


def _leave_clean(
    lines: list[tuple[int, bytes]], contract: Contract, options: CheckOptions
) -> Iterator[tuple[int, bytes]]:
    """The lines without those that are clean, found by halves: few are not."""
    if _are_plainly_clean([line for _, line in lines], contract, options):
        return
    if len(lines) <= FEW:
        yield from lines
        return
    middle = len(lines) // 2
    yield from _leave_clean(lines[:middle], contract, options)
    yield from _leave_clean(lines[middle:], contract, options)


def _are_plainly_clean(lines: list[bytes], contract: Contract, options: CheckOptions) -> bool:
    values = parse_batch(lines)
    if values is None or set(map(type, values)) != {dict}:
        return False
    kinds = {_find_kind(contract, names, options) for names in set(map(tuple, values))}
    kind = kinds.pop()
    if kinds or kind is None:
        return False
    return are_all_valid(contract, kind, values, options.selection)


@lru_cache(maxsize=1024)
def _find_kind(contract: Contract, names: tuple[str, ...], options: CheckOptions) -> str | None:
    """The message that has these names at its top, if that much tells which one it is."""
    if options.kind != AUTO:
        return options.kind
    return None if options.strict_recognition else recognise_names(contract, names)[0]


def _lint_line(
    line: bytes, number: int, name: str, contract: Contract, options: CheckOptions
) -> Iterator[Result]:
    try:
        checked = check_document(line.removesuffix(b"\r"), contract, options)
    except UnrecognisedMessageError as error:
        yield UnreadableInputError(f"{name}:{number}", f"{error}; say it with --kind")
        return
    if checked.findings:
        findings = tuple(move_finding(one, number - 1) for one in checked.findings)
        yield Linted(name, findings, checked.document, first_line=number, whole=False)


def move_finding(finding: Finding, lines: int) -> Finding:
    """The finding so many lines further down."""
    related = tuple(replace(one, span=_move(one.span, lines)) for one in finding.related)
    return replace(finding, span=_move(finding.span, lines), related=related)


def _move(span: Span | None, lines: int) -> Span | None:
    if span is None:
        return None
    return replace(span, line=span.line + lines, end_line=span.end_line + lines)
