"""Why a server that is written for tests refuses a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A code of four digits and its text; `late` is the delivery code that may tell it instead.

    `number` is the phone number at fault, where it is one.
    """

    code: str
    message: str
    late: str = ""
    number: str = ""
