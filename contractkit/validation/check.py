"""A payload, or the text of one, against its contract: the fast yes, then the explained no."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contractkit.contracts.loading import Contract, load_default
from contractkit.jsontext.plain import NotPlain, parse_plain
from contractkit.validation.check_options import AUTO, Checked, Options, find_kind
from contractkit.validation.fast_validator import is_clean
from contractkit.validation.selection import read_selection, wanted_optional

if TYPE_CHECKING:
    from contractkit.findings import Finding


def check(
    payload: object,
    kind: str = AUTO,
    *,
    contract: Contract | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> "tuple[Finding, ...]":
    """The findings in a payload, a value such as the standard json reads, without positions.

    `kind` is a message of the contract (`request` …) or `auto`; `contract` the default one unless
    given. Raises UnknownNameError, and UnrecognisedMessageError where `auto` cannot tell.
    """
    contract = contract or load_default()
    options = Options(kind, selection=read_selection(contract, select, ignore))
    message = find_kind(contract, payload, options)
    optional = wanted_optional(contract, options.selection)
    if is_clean(contract, message, payload, optional):
        return ()
    from contractkit.validation.detailed_check import explain_violations
    from contractkit.validation.violations import find_violations

    violations = find_violations(contract, message, payload, optional)
    return tuple(explain_violations(contract, message, payload, violations, options))


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
    contract = contract or load_default()
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
        from contractkit.validation.detailed_check import check_closely

        return check_closely(data, contract, options)
    message = find_kind(contract, value, options)
    if is_clean(contract, message, value, wanted_optional(contract, options.selection)):
        return Checked(message, ())
    from contractkit.validation.detailed_check import check_closely

    return check_closely(data, contract, options)
