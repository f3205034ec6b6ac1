"""Finds the other operation of a contract that a request is for."""

from dataclasses import dataclass

from contractkit.contracts.loading import Contract
from contractkit.contracts.operations import Operation, list_operations
from contractkit.linting.recordings.requests import SavedRequest
from contractkit.linting.recordings.transport import has_right_method
from contractkit.linting.recordings.urls import UrlMatch, match_url


@dataclass(frozen=True, slots=True)
class MatchedQuery:
    """The operation that a request is for, and how its URL matches."""

    operation: Operation
    url: UrlMatch


def match_query(contract: Contract, request: SavedRequest) -> MatchedQuery | None:
    """The other operation that a request is certainly for, if any."""
    for operation in list_operations(contract):
        described = {
            **contract.data["operation"],
            "path": operation.path,
            "method": operation.method,
        }
        url = match_url(described, request.url.string)
        if url and url.has_right_path and has_right_method(described, request):
            return MatchedQuery(operation, url)
    return None
