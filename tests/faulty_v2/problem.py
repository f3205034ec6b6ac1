"""Why a request is refused."""

from tests.problem import Problem


class ProblemError(Exception):
    """A check has found the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def missing(name: str) -> ProblemError:
    return ProblemError(Problem("7003", f"Mandatory parameter missing - {name}"))


def wrong(name: str, *, late: str = "", number: str = "") -> ProblemError:
    return ProblemError(Problem("7004", f"Invalid parameter - {name}", late, number))
