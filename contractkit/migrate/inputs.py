"""Reads the requests in inputs as `lint` reads them: texts with what the linter finds in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from contractkit.contracts.loading import Contract
from contractkit.contracts.schemas import load_message_schemas
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.findings import Finding
from contractkit.jsontext import Document, NotPlainError, parse_plain, read
from contractkit.jsontext.nodes import LazyNodes
from contractkit.linting.file_options import ChooseOptions, options_for
from contractkit.linting.inputs import AnyInput, Input
from contractkit.linting.lines import LineInput, LongLine
from contractkit.linting.linter import may_hold_requests
from contractkit.linting.ndjson import list_lines, refuse_long_line, split_lines
from contractkit.linting.results import Linted, PassedOver
from contractkit.validation.check import check_document
from contractkit.validation.detailed_check import explain_text
from contractkit.validation.options import EVERYTHING, CheckOptions, CheckResult
from contractkit.validation.placeholders import compile_patterns
from contractkit.validation.recognition import find_lookalike

RECORDING = "is a recording or a collection of requests; save the requests as files to migrate them"


@dataclass(frozen=True, slots=True)
class Text:
    """One text with a request in it, or several, and what the linter finds in it.

    `first_line` is the number of its first line in the file `name`; `whole` is False for a line of
    a file with a payload on each line.
    """

    source: Input | LineInput
    document: Document
    findings: tuple[Finding, ...]
    options: CheckOptions
    first_line: int = 1
    whole: bool = True


AnyText = Text | PassedOver | UnreadableInputError


def read_texts(
    inputs: Iterable[AnyInput], contract: Contract, choose: ChooseOptions
) -> Iterator[AnyText]:
    """The texts that requests are in; what is none is passed over where nobody named it."""
    for each in inputs:
        source = _read_as_lines(each) if isinstance(each, Input) and each.from_stdin else each
        if isinstance(source, UnreadableInputError):
            yield source
        elif isinstance(source, Input):
            yield _read_file(source, contract, _choose(source, choose))
        else:
            yield from _read_lines(source, contract, _choose(source, choose))


def _choose(source: Input | LineInput, choose: ChooseOptions) -> CheckOptions:
    """The options for an input; every rule counts, whatever a project reports."""
    return options_for(source, choose)._replace(selection=EVERYTHING)


def _read_as_lines(source: Input) -> Input | LineInput:
    """Standard input with a payload on each line, whose name does not say so, as lines."""
    first, _, rest = source.data.strip().partition(b"\n")
    if not rest:
        return source
    try:
        parse_plain(first)
    except NotPlainError:
        return source
    return LineInput(source.name, partial(BytesIO, source.data), from_stdin=True)


def _read_file(source: Input, contract: Contract, options: CheckOptions) -> AnyText:
    if may_hold_requests(source) or source.has_environment_name:
        return _leave_out(source, RECORDING)
    try:
        checked = check_document(source.data, contract, options)
    except UnrecognisedMessageError as error:
        return _leave_out(source, str(error))
    return _take(source, source.data, checked, contract, options)


def _read_lines(source: LineInput, contract: Contract, options: CheckOptions) -> Iterator[AnyText]:
    for part in split_lines(source, contract, options):
        if isinstance(part, Linted):
            continue
        if isinstance(part, PassedOver | UnreadableInputError):
            yield part
        elif isinstance(part.block, LongLine):
            yield refuse_long_line(part.name, part.block)
        else:
            for number, data in zip(*list_lines(part.block), strict=True):
                yield _read_line(source, data.removesuffix(b"\r"), number, contract, part.options)


def _read_line(
    source: LineInput, data: bytes, number: int, contract: Contract, options: CheckOptions
) -> AnyText:
    try:
        checked = check_document(data, contract, options)
        if checked.findings:
            checked = explain_text(data, contract, options, number)
    except UnrecognisedMessageError as error:
        return UnreadableInputError(f"{source.name}:{number}", str(error))
    return _take(source, data, checked, contract, options, number)


def _take(
    source: Input | LineInput,
    data: bytes,
    checked: CheckResult,
    contract: Contract,
    options: CheckOptions,
    line: int | None = None,
) -> AnyText:
    """The text of a request; what is another message is left out."""
    wanted = contract.messages[0]
    if checked.contract is not contract or checked.message not in (wanted, None):
        name = source.name if line is None else f"{source.name}:{line}"
        reason = f"is the message “{checked.message}” of {checked.contract}"
        return _leave_out(source, f"{reason}; only “{wanted}” of {contract} is migrated", name)
    document = checked.document or _read_document(data, options)
    if source.found and _is_of_another_api(contract, document.value):
        return PassedOver(source.name)
    return Text(source, document, checked.findings, options, line or 1, whole=line is None)


def _is_of_another_api(contract: Contract, value: object) -> bool:
    """Whether a value is a payload that the contract knows as another API's, and nothing more."""
    request = contract.messages[0]
    if not isinstance(value, dict) or find_lookalike(contract, value, request) is None:
        return False
    mandatory = load_message_schemas(contract, request)[0].schema.get("required", ())
    return value.keys().isdisjoint(mandatory)


def _leave_out(source: Input | LineInput, reason: str, name: str = "") -> AnyText:
    """What to say of a text that is no request: nothing where nobody named its file."""
    if source.found:
        return PassedOver(source.name)
    return UnreadableInputError(name or source.name, reason)


def _read_document(data: bytes, options: CheckOptions) -> Document:
    """The document of a text in which nothing was found."""
    try:
        value = parse_plain(data)
    except NotPlainError:
        placeholder = compile_patterns(options.patterns) if options.templates else None
        return read(data, jsonc=options.jsonc, placeholder=placeholder)
    text = data.decode()
    return Document(text, value, LazyNodes(text, value), (), complete=True)
