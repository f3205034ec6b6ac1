"""How a text is to be judged, and what comes of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contractkit.contracts.loading import Contract, find_message
from contractkit.validation.recognition import recognise
from contractkit.validation.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from contractkit.findings import Finding
    from contractkit.jsontext import Document

AUTO = "auto"
PATTERNS = ("{{…}}", "${…}", "$(…)")


@dataclass(frozen=True, slots=True)
class Options:
    """How to judge: `kind` is a message of the contract or `auto`.

    `jsonc` reads comments and trailing commas, `templates` lets a whole placeholder stand for any
    string, `redact` keeps the payload's values out of the findings. `limit`: the most findings that
    are wanted, beyond which only the first of each further rule is told; None for all. With it not
    all of a large payload is explained, so that the work has a bound. `patterns` are the forms of a
    placeholder, with an ellipsis where its name stands. `sure`: `auto` takes nothing for a message
    that may as well be something else.
    """

    kind: str = AUTO
    jsonc: bool = False
    templates: bool = False
    redact: bool = False
    selection: Selection = EVERYTHING
    limit: int | None = None
    patterns: tuple[str, ...] = PATTERNS
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one text: the message that it is (None: unknown), its findings in order.

    `document` is None where nothing was found: then nobody needs the text again.
    """

    message: str | None
    findings: "tuple[Finding, ...]"
    document: "Document | None" = None


def find_kind(contract: Contract, value: object, options: Options) -> str:
    """The message that a value is, as told or as recognised; UnrecognisedMessageError."""
    if options.kind == AUTO:
        return recognise(contract, value, sure=options.sure)
    find_message(contract, options.kind)
    return options.kind
