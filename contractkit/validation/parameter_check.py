"""Checks the values of the parameters of a request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.loading import Contract
from contractkit.contracts.parameter_values import Values
from contractkit.contracts.parameters import Parameter, list_parameters
from contractkit.findings import Finding
from contractkit.jsontext.display import show_name
from contractkit.validation.check import check


@dataclass(frozen=True, slots=True)
class ParameterFinding:
    """What is wrong with a parameter; `parameter` is None where it is about none of them."""

    parameter: Parameter | None
    finding: Finding


def find_parameter_faults(contract: Contract, values: Values) -> Iterator[ParameterFinding]:
    """What is wrong with the values of parameters, with the name of each in the message."""
    for finding in check(values, PARAMETERS, contract=contract) if values else ():
        parameter = _find_parameter(contract, values, finding)
        words = f"{parameter.words}: {finding.message}" if parameter else finding.message
        yield ParameterFinding(parameter, replace(finding, message=words))


def check_parameters(contract: Contract, values: Values) -> tuple[Finding, ...]:
    """The findings in the values of parameters; they have no place in the body."""
    found = (fault.finding for fault in find_parameter_faults(contract, values))
    return tuple(replace(one, pointer=None, span=None, related=(), fix=None) for one in found)


def _find_parameter(contract: Contract, values: Values, finding: Finding) -> Parameter | None:
    """The parameter that a finding is about: where it stands, or the one that is missing."""
    pointer = finding.pointer or ""
    for parameter in list_parameters(contract):
        if f"{pointer}/".startswith(f"{parameter.pointer}/"):
            return parameter
    for parameter in list_parameters(contract):
        missing = parameter.required and parameter.name not in values.get(parameter.place, {})
        named = show_name(parameter.name) in finding.message
        if missing and named and pointer == f"/{parameter.place}":
            return parameter
    return None
