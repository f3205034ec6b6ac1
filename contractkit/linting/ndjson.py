"""Lints files with a payload on each line (NDJSON): many lines at once, as most are clean."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError, describe_os_error
from contractkit.jsontext.plain import parse_batch
from contractkit.linting.inputs import BINARY, is_binary
from contractkit.linting.lines import LONGEST, Block, LineInput, LongLine, read_blocks
from contractkit.linting.results import Linted, PassedOver, Result, name_other
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.check import check_document
from contractkit.validation.contract_choice import list_likely_contracts
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import recognise_names
from contractkit.validation.violations import find_broken_keywords

HEAD = 8192
# A number of so many digits may be another one than the reader of many texts makes of it, which
# knows 64 bits. All digits are made zeros to look for them: three times as quick as a pattern.
_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER = b"0" * 19


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of the file `name`, and the options to judge them with."""

    name: str
    block: Block | LongLine
    options: CheckOptions


class _Kind(NamedTuple):
    """A message of a contract."""

    contract: Contract
    message: str


class _Line(NamedTuple):
    """A line that is not empty; with its value, message and broken keywords where known."""

    number: int
    text: bytes
    value: Any = None
    kind: _Kind | None = None
    broken: Sequence[Iterable[BrokenKeyword]] = ()


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
                options = options._replace(strict_recognition=False)
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
        yield refuse_long_line(name, block)
        return
    numbers, texts = list_lines(block)
    judges = set[Contract]()
    unclean = list(_list_unclean(texts, numbers, contract, options, judges))
    for other in judges - {contract}:
        yield Linted(name, whole=False, contract=str(other))
    if unclean:
        yield from _explain_lines(unclean, name, contract, options)


def refuse_long_line(name: str, line: LongLine) -> UnreadableInputError:
    """What to say of a line that is not kept."""
    reason = f"is longer than {LONGEST >> 20} MiB, too long to be a payload"
    return UnreadableInputError(f"{name}:{line.number}", reason)


def list_lines(block: Block) -> tuple[Sequence[int], list[bytes]]:
    """The numbers and the texts of the lines that are not empty."""
    texts = block.data.split(b"\n")
    numbers: Sequence[int] = range(block.first, block.first + len(texts))
    if not all(texts) or any(map(bytes.isspace, texts)):
        numbers = [number for number, text in zip(numbers, texts, strict=True) if text.strip()]
        texts = [text for text in texts if text.strip()]
    return numbers, texts


def _list_unclean(
    texts: Sequence[bytes],
    numbers: Sequence[int],
    contract: Contract,
    options: CheckOptions,
    judges: set[Contract],
) -> Iterable[_Line]:
    """The lines in which something may be found; those that cannot be read by halving.

    `judges` is given the contracts by which lines were judged.
    """
    values = parse_batch(texts) if texts else []
    if values is None:
        if len(texts) == 1:
            return [_Line(numbers[0], texts[0])]
        middle = len(texts) // 2
        halves = (texts[:middle], numbers[:middle]), (texts[middle:], numbers[middle:])
        return [line for half in halves for line in _list_unclean(*half, contract, options, judges)]
    unclean: list[tuple[int, _Kind | None, Sequence[Iterable[BrokenKeyword]]]] = []
    for kind, indices in _group_by_kind(values, contract, options).items():
        if kind is None:
            unclean += ((index, None, ()) for index in indices)
        else:
            some = values if len(indices) == len(values) else [values[index] for index in indices]
            judges.add(kind.contract)
            found = find_broken_keywords(*kind, some, options)
            # Of another contract's line the names alone do not tell for certain whose it is.
            certain = kind if kind.contract is contract else None
            unclean += ((indices[place], certain, broken) for place, broken in found.items())
    unclean.sort(key=itemgetter(0))
    return (
        _Line(numbers[index], texts[index], values[index], kind, broken)
        for index, kind, broken in unclean
    )


def _group_by_kind(
    values: list[Any], contract: Contract, options: CheckOptions
) -> dict[_Kind | None, Sequence[int]]:
    """The indices of values by the message that each is; None for what is not easily told."""
    if options.kind != AUTO:
        return {_Kind(contract, options.kind): range(len(values))}
    names = [tuple(value) if type(value) is dict else () for value in values]
    kinds = {each: _find_kind(contract, each, options) if each else None for each in set(names)}
    if len(set(kinds.values())) == 1:
        return {kinds[names[0]]: range(len(values))}
    groups: dict[_Kind | None, list[int]] = {}
    for index, each in enumerate(names):
        groups.setdefault(kinds[each], []).append(index)
    return dict(groups)


@lru_cache(maxsize=1024)
def _find_kind(contract: Contract, names: tuple[str, ...], options: CheckOptions) -> _Kind | None:
    """The message that has these names at its top, if that is enough to tell which one it is."""
    likely = list_likely_contracts(contract, names) if options.any_contract else (contract,)
    message, (_, depth) = recognise_names(likely[0], names)
    if message is None or depth or options.strict_recognition or len(likely) > 1:
        return None
    return _Kind(likely[0], message)


def _explain_lines(
    lines: Iterable[_Line], name: str, contract: Contract, options: CheckOptions
) -> Iterator[Result]:
    """What is found in lines."""
    from contractkit.validation.detailed_check import explain_text, explain_value

    for number, text, value, kind, broken in lines:
        payload = text.removesuffix(b"\r")
        try:
            if kind and _LONG_NUMBER not in payload.translate(_ZEROS):
                judge, message = kind
                decoded = payload.decode()
                result = explain_value(decoded, value, message, judge, options, number, broken)
            else:
                result = explain_text(payload, contract, options, number)
        except UnrecognisedMessageError as error:
            yield UnreadableInputError(f"{name}:{number}", f"{error}; say it with --kind")
            continue
        judged_by = name_other(result.contract, contract)
        if result.findings or judged_by:
            document = result.document
            yield Linted(name, result.findings, document, number, whole=False, contract=judged_by)
