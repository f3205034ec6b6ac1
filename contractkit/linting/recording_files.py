"""A file that holds requests: a recording or a collection."""

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError
from contractkit.linting.inputs import Input
from contractkit.linting.recordings import check_recording
from contractkit.linting.records import Linted, PassedOver
from contractkit.validation.options import CheckOptions

NO_RECORDING = "is neither a HAR recording nor a Postman collection"
NO_REQUEST = "no request to this API in it"


def lint_recording(
    one: Input, contract: Contract, options: CheckOptions
) -> Linted | PassedOver | UnreadableInputError | None:
    """Judge the requests in a file; None where it is something else, and its name does not lie."""
    recorded = check_recording(one.data, contract, options)
    if recorded is None:
        if not one.recording:
            return None
        return PassedOver(one.name) if one.found else UnreadableInputError(one.name, NO_RECORDING)
    if not recorded.requests and not recorded.findings:
        return PassedOver(one.name, "" if one.found else NO_REQUEST)
    return Linted(one.name, recorded.findings, recorded.document)
