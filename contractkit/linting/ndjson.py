"""Lints files with a payload on each line (NDJSON): many lines at once, as most are clean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BufferedReader
from typing import BinaryIO

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError, describe_os_error
from contractkit.findings import Finding, Span
from contractkit.jsontext.plain import parse_batch
from contractkit.linting.inputs import BINARY, is_binary
from contractkit.linting.lines import LONGEST, Block, LineInput, LongLine, read_blocks
from contractkit.linting.results import Linted, PassedOver, Result
from contractkit.validation.check import check_document
from contractkit.validation.fast_validator import are_all_valid
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import recognise_names

HEAD = 8192
FEW = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of the file `name`, and the options to judge them with."""

    name: str
    block: Block | LongLine
    options: CheckOptions


def split_lines(
    source: LineInput, contract: Contract, options: CheckOptions
) -> Iterator[Part | Result]:
    """The parts of a file to judge, and the results that need no judging; the file comes last.

    A file that nobody named is judged if its first line is a message. If it cannot be read to its
    end, the error comes after the parts that could be read.
    """
    try:
        with source.open() as stream:
            if _starts_binary(stream):
                yield UnreadableInputError(source.name, BINARY)
            elif source.found and _starts_foreign(stream, contract, options):
                yield PassedOver(source.name)
            else:
                options = replace(options, strict_recognition=False)
                yield from (Part(source.name, block, options) for block in read_blocks(stream))
                yield Linted(source.name)
    except OSError as error:
        yield UnreadableInputError(source.name, describe_os_error(error))


def _starts_binary(stream: BinaryIO) -> bool:
    """Whether a stream begins like a binary file; nothing of it is used up."""
    return isinstance(stream, BufferedReader) and is_binary(stream.peek(HEAD)[:HEAD])


def _starts_foreign(stream: BinaryIO, contract: Contract, options: CheckOptions) -> bool:
    """Whether the first line of a file that is not empty is certainly no message."""
    line = b"\n"
    while line and not line.strip():
        line = stream.readline(LONGEST)
    stream.seek(0)
    try:
        check_document(line or b"{}", contract, options)
    except UnrecognisedMessageError:
        return True
    return False


def lint_part(part: Part, contract: Contract) -> Iterator[Result]:
    """What was found in some lines; nothing for clean ones. Empty lines are no payloads."""
    block, name, options = part.block, part.name, part.options
    if isinstance(block, LongLine):
        reason = f"is longer than {LONGEST >> 20} MiB, too long to be a payload"
        yield UnreadableInputError(f"{name}:{block.number}", reason)
        return
    lines = block.data.split(b"\n")
    for number, line in _drop_clean(list(enumerate(lines, block.first)), contract, options):
        if line.strip():
            yield from _lint_line(line, number, name, contract, options)


def _drop_clean(
    lines: list[tuple[int, bytes]], contract: Contract, options: CheckOptions
) -> Iterator[tuple[int, bytes]]:
    """The numbered lines without those that are clean, found by halving: few are not clean."""
    if _are_plainly_clean([line for _, line in lines], contract, options):
        return
    if len(lines) <= FEW:
        yield from lines
        return
    middle = len(lines) // 2
    yield from _drop_clean(lines[:middle], contract, options)
    yield from _drop_clean(lines[middle:], contract, options)


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
    """The message that has these names at its top, if that is enough to tell which one it is."""
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
        findings = tuple(move_finding(finding, number - 1) for finding in checked.findings)
        yield Linted(name, findings, checked.document, first_line=number, whole=False)


def move_finding(finding: Finding, lines: int) -> Finding:
    """The finding so many lines further down."""
    related = tuple(replace(place, span=_move(place.span, lines)) for place in finding.related)
    return replace(finding, span=_move(finding.span, lines), related=related)


def _move(span: Span | None, lines: int) -> Span | None:
    if span is None:
        return None
    return replace(span, line=span.line + lines, end_line=span.end_line + lines)
