"""Judges the parameters of a recorded request: in its path, its query, its headers and cookies."""

from collections.abc import Iterator

from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import match_path
from contractkit.contracts.parameter_values import name_header, read_parameters
from contractkit.contracts.parameters import HEADER, PATH, QUERY, Parameter, list_parameters
from contractkit.linting.recordings.requests import RuleViolation, SavedRequest
from contractkit.linting.recordings.urls import PLACEHOLDER, UrlMatch
from contractkit.validation.parameter_check import find_parameter_faults


def find_parameter_violations(
    contract: Contract, request: SavedRequest, url: UrlMatch
) -> Iterator[RuleViolation]:
    """What is wrong with the parameters of a request; one with a variable in it is not judged."""
    if not list_parameters(contract):
        return
    query = request.url.string.partition("?")[2].partition("#")[0]
    pairs = [(header.name, header.value) for header in request.headers]
    texts = _read_path(contract, url)
    values = read_parameters(contract, texts or {}, query, pairs)
    for fault in find_parameter_faults(contract, values):
        parameter = fault.parameter
        if parameter and not _may_be_anything(parameter, request, query, texts):
            pointer = _find_pointer(parameter, request)
            yield RuleViolation(fault.finding.rule, pointer, fault.finding.message)


def _read_path(contract: Contract, url: UrlMatch) -> dict[str, str] | None:
    """The texts of the parameters in a path; of what is only the end of one, those that are there.

    None where it is another path.
    """
    template = contract.data["operation"]["path"]
    wanted, found = template.split("/"), url.path.split("/")
    ending = "/".join(["", *wanted[len(wanted) - len(found) + 1 :]])
    return match_path(ending, url.path) if len(found) <= len(wanted) else None


def _may_be_anything(
    parameter: Parameter, request: SavedRequest, query: str, path: dict[str, str] | None
) -> bool:
    """Whether the value of a parameter is that of a variable, or stands where nobody sees it."""
    if parameter.place == PATH:
        text = (path or {}).get(parameter.name)
        return text is None or text.startswith(":") or PLACEHOLDER.search(text) is not None
    if parameter.place == QUERY:
        return PLACEHOLDER.search(query) is not None
    return any(
        PLACEHOLDER.search(header.value if _holds(parameter, header.name) else header.name)
        for header in request.headers
    )


def _holds(parameter: Parameter, header: str) -> bool:
    wanted = parameter.name if parameter.place == HEADER else "cookie"
    return name_header(header) == name_header(wanted)


def _find_pointer(parameter: Parameter, request: SavedRequest) -> str:
    """Where a parameter stands, or would stand."""
    if parameter.place in (PATH, QUERY):
        return request.url.pointer
    own = (header.pointer for header in request.headers if _holds(parameter, header.name))
    return next(own, request.headers_pointer)
