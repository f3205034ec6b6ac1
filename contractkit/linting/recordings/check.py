"""Judges a recording or a collection: each request to the API in it, and its answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from contractkit.contracts.loading import Contract, load_other_contracts
from contractkit.contracts.operations import PARAMETER
from contractkit.contracts.requests import list_requests, request_message, takes_body
from contractkit.contracts.rules import find_rule
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Finding, Verdict
from contractkit.jsontext import Document, read
from contractkit.linting.recordings.container import Container, open_container
from contractkit.linting.recordings.embedded import prepare_text
from contractkit.linting.recordings.exchanges import check_exchange, check_query
from contractkit.linting.recordings.har import is_har, list_har_requests
from contractkit.linting.recordings.postman import find_collection, list_postman_requests
from contractkit.linting.recordings.queries import MatchedQuery, match_query
from contractkit.linting.recordings.requests import SavedRequest
from contractkit.linting.recordings.transport import has_right_method
from contractkit.linting.recordings.urls import PLACEHOLDER, UrlMatch, match_url
from contractkit.linting.recordings.variables import Environment
from contractkit.validation.finding_builder import build_fault_finding, group_faults
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import determine_message


@dataclass(frozen=True, slots=True)
class CheckedRecording:
    """What was found in a recording, and how many requests to the API are in it.

    `contracts` are those that judged the requests.
    """

    requests: int
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    contracts: frozenset[Contract] = frozenset()


@dataclass(frozen=True, slots=True)
class _Match:
    """The operation of a contract that a request is for, and how the URL matches it."""

    contract: Contract
    place: MatchedQuery | UrlMatch

    @property
    def is_certain(self) -> bool:
        return isinstance(self.place, MatchedQuery) or self.place.has_right_path


def check_recording(
    data: bytes,
    contract: Contract,
    options: CheckOptions,
    list_environments: Callable[[], Sequence[Environment]] = tuple,
) -> CheckedRecording | None:
    """Judge the requests of a recording; None where the bytes are JSON, but no recording.

    What is no JSON at all gives the findings of the text. A collection is judged with each of the
    environments that `list_environments` finds for it.
    """
    container = open_container(data, whole=options.redact)
    value = container.document.value
    pointer = find_collection(value)
    if is_har(value):
        runs = [list_har_requests(value)]
    elif pointer is not None:
        environments = list_environments() or (Environment(),)
        runs = [list_postman_requests(value, pointer, one) for one in environments]
    elif container.document.complete:
        return None
    else:
        runs = []
    judged = [_check_requests(requests, container, contract, options) for requests in runs]
    findings = [*_list_faults(container, contract, options)]
    findings += _join_findings(found for _, found in judged)
    findings.sort(key=lambda finding: finding.span.start if finding.span else 0)
    count = max((len(contracts) for contracts, _ in judged), default=0)
    used = frozenset(each for contracts, _ in judged for each in contracts)
    return CheckedRecording(count, tuple(findings), container.document if findings else None, used)


def _check_requests(
    requests: Iterable[SavedRequest],
    container: Container,
    contract: Contract,
    options: CheckOptions,
) -> tuple[list[Contract], list[Finding]]:
    """The contract of each of the requests that is for one, and what is found in these."""
    contracts, findings = list[Contract](), list[Finding]()
    for request in requests:
        found = _match_any(request, contract, options)
        if found:
            contracts.append(found.contract)
            findings += _check_request(request, found, container, options)
    return contracts, findings


def _check_request(
    request: SavedRequest, found: _Match, container: Container, options: CheckOptions
) -> Iterator[Finding]:
    if isinstance(found.place, MatchedQuery):
        return check_query(request, found.place, container, found.contract, options)
    return check_exchange(request, found.place, container, found.contract, options)


def _match_any(request: SavedRequest, contract: Contract, options: CheckOptions) -> _Match | None:
    """The contract that a request is for: one whose path it has, else one whose path is alike.

    Of several it is the given one, unless the options leave that open.
    """
    first = _match(request, contract)
    if not options.any_contract or (first and first.is_certain):
        return first
    others = [_match(request, other) for other in load_other_contracts(contract)]
    alike = [found for found in (first, *others) if found]
    return next((found for found in alike if found.is_certain), next(iter(alike), None))


def _match(request: SavedRequest, contract: Contract) -> _Match | None:
    """The operation of a contract that a request is for, of several the one that fits best."""
    found = [_match_one(request, view) for view in list_requests(contract.whole or contract)]
    best = min(filter(None, found), key=partial(_weigh, request), default=None)
    return None if best and contract.whole and best.contract is not contract else best


def _weigh(request: SavedRequest, found: _Match) -> tuple[bool, bool, int]:
    """How badly an operation fits: another path, another method, segments that differ."""
    if isinstance(found.place, MatchedQuery):
        return False, False, 0
    operation = found.contract.data["operation"]
    right_method = has_right_method(operation, request)
    segments = zip(
        found.place.path.split("/")[::-1], operation["path"].split("/")[::-1], strict=False
    )
    return not found.is_certain, not right_method, sum(_differ(*pair) for pair in segments)


def _differ(segment: str, wanted: str) -> int:
    """How much a segment of a path differs: a variable is more likely to be that of a parameter."""
    if PARAMETER.fullmatch(wanted):
        return 1
    return 2 if segment.startswith(":") or PLACEHOLDER.search(segment) else 0


def _match_one(request: SavedRequest, contract: Contract) -> _Match | None:
    place = match_query(contract, request) or _match_url(request, contract)
    return _Match(contract, place) if place else None


def _join_findings(runs: Iterable[Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of all runs, each once: the first run that has it gives it."""
    seen = set[object]()
    for findings in runs:
        own = [
            (finding.rule, finding.pointer, finding.span, finding.message) for finding in findings
        ]
        yield from (finding for finding, key in zip(findings, own, strict=True) if key not in seen)
        seen.update(own)


def _list_faults(
    container: Container, contract: Contract, options: CheckOptions
) -> Iterator[Finding]:
    """Why the file is no JSON; what is only doubtful in it is no concern of this contract."""
    for fault in group_faults(container.document.faults):
        rule = find_rule(contract, fault.rule)
        if rule.verdict is Verdict.INVALID and options.selection.includes(rule.id):
            finding = build_fault_finding(
                contract, fault, container.positions, redact=options.redact
            )
            yield replace(finding, fix=None)


def _match_url(request: SavedRequest, contract: Contract) -> UrlMatch | None:
    """How the URL of a request matches the contract's operation; None where it is another API's."""
    operation = contract.data.get("operation")
    if not operation:
        return None
    return match_url(operation, request.url.string, partial(_has_own_body, request, contract))


def _has_own_body(request: SavedRequest, contract: Contract) -> bool:
    """Whether the body of a request is certainly the request of the contract."""
    text = request.body and prepare_text(request.body, request.variables)
    if not text or not takes_body(contract):
        return False
    value = read(text.data, jsonc=True).value
    options = CheckOptions(AUTO, strict_recognition=True)
    try:
        return determine_message(contract, value, options) == request_message(contract)
    except UnrecognisedMessageError:
        return False
