"""How a text is to be judged, and what comes of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contractkit.contract import Contract, find_message
from contractkit.judging.recognise import recognise
from contractkit.judging.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from contractkit.finding import Finding
    from contractkit.jsontext import Document

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


def find_kind(contract: Contract, value: object, options: Options) -> str:
    """The message that a value is, as told or as recognised; UnrecognisedMessageError."""
    if options.kind == AUTO:
        return recognise(contract, value)
    find_message(contract, options.kind)
    return options.kind
