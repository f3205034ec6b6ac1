"""Why a request is refused."""

from tests.problem import Problem


def missing(name: str) -> Problem:
    return Problem("7003", f"param '{name}' missing for channel sms")


def wrong(name: str, expected: str, *, late: str = "", number: str = "") -> Problem:
    return Problem("7004", f"Invalid parameters/Values: {name} must be {expected}", late, number)
