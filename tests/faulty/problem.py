"""Why a request is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A code of four digits and its text; `late` is the delivery code that may tell it instead.

    `number` is the phone number at fault, where it is one.
    """

    code: str
    description: str
    late: str = ""
    number: str = ""


def missing(name: str) -> Problem:
    return Problem("7003", f"param '{name}' missing for channel sms")


def wrong(name: str, expected: str, *, late: str = "", number: str = "") -> Problem:
    return Problem("7004", f"Invalid parameters/Values: {name} must be {expected}", late, number)
