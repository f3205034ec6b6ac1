"""One line for a failure that tells it from its neighbours: what is wrong, after which answers."""

from contractkit.fuzzclient.records import Failure
from contractkit.fuzzclient.scenario import describe_scenario

# The checks of what the client sends, whatever it is answered.
OF_REQUESTS = ("invalid-request", "key-exposed")


def write_title(failure: Failure) -> str:
    """What is wrong, and what was answered, so that two failures have two titles."""
    problem = failure.problem
    if problem.check in OF_REQUESTS or problem.check.endswith("-claimed"):
        return problem.seen
    return f"{problem.seen}, answered with {describe_scenario(failure.run.scenario)}"


def write_line(failure: Failure) -> str:
    """The check, and in few words what was answered and what is wrong."""
    problem = failure.problem
    if problem.check in OF_REQUESTS:
        return f"{problem.check}{f' {problem.rule}' if problem.rule else ''}: {problem.seen}"
    return f"{problem.check} after {describe_scenario(failure.run.scenario)}: {problem.seen}"
