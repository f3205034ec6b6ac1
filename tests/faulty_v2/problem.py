"""Why a request is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemError(Exception):
    """A code of four digits and its text; `late` is the delivery code that may tell it instead.

    `number` is the phone number at fault, where it is one.
    """

    code: str
    message: str
    late: str = ""
    number: str = ""


def missing(name: str) -> ProblemError:
    return ProblemError("7003", f"Mandatory parameter missing - {name}")


def wrong(name: str, *, late: str = "", number: str = "") -> ProblemError:
    return ProblemError("7004", f"Invalid parameter - {name}", late, number)
