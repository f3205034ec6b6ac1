"""What became of one file, or of one part of a file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contractkit.errors import UnreadableInputError

if TYPE_CHECKING:
    from contractkit.findings import Finding
    from contractkit.jsontext import Document


@dataclass(frozen=True, slots=True)
class Linted:
    """One judged file: the name to show, and its findings in the order in which they are shown.

    `document` is the text that their positions are in, whose first line has the number `first_line`
    in the file; None where nobody needs it. `whole` is False for a part of a file of which more is
    to come: a file counts once.
    """

    name: str
    findings: "tuple[Finding, ...]" = ()
    document: "Document | None" = None
    first_line: int = 1
    whole: bool = True


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file in which nothing is to judge; `reason` is what to tell of one that was named."""

    name: str
    reason: str = ""


Result = Linted | PassedOver | UnreadableInputError
