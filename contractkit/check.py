"""A payload, or the text of one, against its contract: the fast yes, then the explained no."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from contractkit.clean import is_clean
from contractkit.contract import Contract, find_message, load
from contractkit.errors import UnrecognisedMessageError
from contractkit.jsontext.plain import NotPlain, parse_plain
from contractkit.recognise import recognise
from contractkit.selection import EVERYTHING, Selection, read_selection, wanted_optional

if TYPE_CHECKING:
    from contractkit.compose import Positions
    from contractkit.finding import Finding
    from contractkit.jsontext import Document
    from contractkit.violations import Violation

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Options:
    """How to judge: `kind` is a message of the contract or `auto`.

    `jsonc` reads comments and trailing commas, `templates` lets a whole placeholder stand for any
    string, `redact` keeps the payload's values out of the findings.
    """

    kind: str = AUTO
    jsonc: bool = False
    templates: bool = False
    redact: bool = False
    selection: Selection = EVERYTHING


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one text: the message that it is (None: unknown), its findings in order.

    `document` is None where nothing was found: then nobody needs the text again.
    """

    message: str | None
    findings: "tuple[Finding, ...]"
    document: "Document | None" = None


def check(
    payload: object,
    kind: str = AUTO,
    *,
    contract: Contract | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> "tuple[Finding, ...]":
    """The findings in a payload, a value as the standard json reads it, without positions.

    `kind` is a message of the contract (`request` …) or `auto`; `contract` the default one unless
    given. Raises UnknownNameError, and UnrecognisedMessageError where `auto` cannot tell.
    """
    contract = contract or _load_default()
    options = Options(kind, selection=read_selection(contract, select, ignore))
    message = _find_kind(contract, payload, options)
    optional = wanted_optional(contract, options.selection)
    if is_clean(contract, message, payload, optional):
        return ()
    from contractkit.violations import find_violations

    violations = find_violations(contract, message, payload, optional)
    return tuple(_explain(contract, message, payload, violations, options))


def check_text(
    data: bytes | str,
    kind: str = AUTO,
    *,
    contract: Contract | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    jsonc: bool = False,
    templates: bool = False,
    redact: bool = False,
) -> "tuple[Finding, ...]":
    """The findings in the text of a payload, with positions; bytes are read as UTF-8.

    The other parameters are those of `check` and the options of `contractkit lint`. Raises what
    `check` raises, and nothing for any text.
    """
    contract = contract or _load_default()
    selection = read_selection(contract, select, ignore)
    options = Options(kind, jsonc, templates, redact, selection)
    return check_document(data, contract, options).findings


def check_document(data: bytes | str, contract: Contract, options: Options) -> Checked:
    """The findings in a text, with the document that their positions are in.

    Raises UnrecognisedMessageError where nothing is wrong with the text, and `kind` is `auto` and
    cannot tell.
    """
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    try:
        value = parse_plain(data)
    except NotPlain:
        return _check_closely(data, contract, options)
    message = _find_kind(contract, value, options)
    if is_clean(contract, message, value, wanted_optional(contract, options.selection)):
        return Checked(message, ())
    return _check_closely(data, contract, options)


@lru_cache(maxsize=1)
def _load_default() -> Contract:
    return load()


def _find_kind(contract: Contract, value: object, options: Options) -> str:
    if options.kind == AUTO:
        return recognise(contract, value)
    find_message(contract, options.kind)
    return options.kind


def _check_closely(data: bytes, contract: Contract, options: Options) -> Checked:
    from contractkit.compose import Positions, compose_fault, gather_faults
    from contractkit.jsontext import read
    from contractkit.templates import fits_anything

    document = read(data, jsonc=options.jsonc)
    positions = Positions(document)
    faults = [one for one in document.faults if not (options.templates and fits_anything(one))]
    findings = [
        compose_fault(contract, fault, positions, redact=options.redact)
        for fault in gather_faults(faults)
        if options.selection.takes(fault.rule)
        or not (document.complete or options.selection.leaves_out(fault.rule))
    ]
    message = None
    if document.complete:
        try:
            message = _find_kind(contract, document.value, options)
        except UnrecognisedMessageError:
            if not document.faults:
                raise
        else:
            findings += _check_document(contract, message, positions, options)
    return Checked(message, tuple(findings), document if findings else None)


def _check_document(
    contract: Contract, message: str, positions: "Positions", options: Options
) -> "list[Finding]":
    from contractkit.templates import is_about_template
    from contractkit.violations import find_violations

    document = positions.document
    optional = wanted_optional(contract, options.selection)
    broken = _broken_values(contract, document)
    violations = [
        violation
        for violation in find_violations(contract, message, document.value, optional)
        if not (violation.keyword == "type" and violation.pointer in broken)
        and not positions.is_undecodable(violation.pointer)
        and not (options.templates and is_about_template(violation, document))
    ]
    findings = _explain(contract, message, document.value, violations, options, positions)
    return sorted(findings, key=lambda one: one.span.start if one.span else 0)


def _broken_values(contract: Contract, document: "Document") -> set[str | None]:
    """The places of values whose text is invalid itself: their type is only guessed."""
    from contractkit.finding import Verdict
    from contractkit.rules import find_rule

    return {
        fault.pointer
        for fault in document.faults
        if find_rule(contract, fault.rule).verdict is Verdict.INVALID
    }


def _explain(
    contract: Contract,
    message: str,
    value: object,
    violations: "list[Violation]",
    options: Options,
    positions: "Positions | None" = None,
) -> "list[Finding]":
    from contractkit.causes import find_causes
    from contractkit.compose import compose_finding

    return [
        compose_finding(contract, message, cause, positions, hide=options.redact)
        for cause in find_causes(contract, message, value, violations)
        if options.selection.takes(cause.violation.rule)
    ]
