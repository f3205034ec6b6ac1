"""Requests of the client: read to their end, judged as the emulator does, and told apart."""

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.contracts.repeated_values import list_answered_values
from contractkit.emulator.authentication import authenticate
from contractkit.emulator.judgement import Judgement, judge_body
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import NO_LIMIT, read_request
from contractkit.fuzz.records import Headers
from contractkit.fuzzclient.records import ReceivedRequest
from contractkit.pointers import select_values, set_value

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment


def read_received(settings: Settings, environ: "WSGIEnvironment") -> ReceivedRequest:
    """Read a request to its end, and judge it as the emulator does."""
    operation, contract = settings.operation, settings.contract
    request = read_request(environ, operation.get("largestBytes", NO_LIMIT))
    elsewhere = (request.method, request.path) != (operation["method"], operation["path"])
    body = request.body or b""
    judged = not elsewhere and request.body is not None
    judgement = judge_body(contract, body, request.headers.items()) if judged else None
    return ReceivedRequest(
        method=request.method,
        target=str(environ.get("REQUEST_URI") or request.path),
        headers=tuple(sorted(request.headers.items())),
        body=body,
        access=authenticate(settings, request),
        judgement=judgement,
        identity=identify(contract, body, judgement),
        fault=_find_fault(settings, request.body, elsewhere=elsewhere),
    )


def _find_fault(settings: Settings, body: bytes | None, *, elsewhere: bool) -> str:
    """What keeps a request from being judged by its content; empty if nothing does."""
    if elsewhere:
        return f"not {settings.operation['method']} {settings.operation['path']}"
    return "larger than a body may be" if body is None else ""


def identify(contract: Contract, body: bytes, judgement: Judgement | None) -> str:
    """What is equal in two requests that send the same: all but what they are told apart by."""
    payload = judgement.payload if judgement else None
    if not isinstance(payload, dict):
        return body.decode("latin-1")
    copy: Any = deepcopy(payload)
    told = [repeat for form in list_notification_forms(contract) for repeat in form.equal]
    for repeat in (*told, *list_answered_values(contract)):
        own = repeat.message == contract.messages[0]
        for source in repeat.sources if own else ():
            for path, _ in select_values(copy, source):
                set_value(copy, path, None)
    return json.dumps(copy, sort_keys=True)


def accepts_gzip(headers: Headers) -> bool:
    """Whether an answer to a request may be packed with gzip."""
    accepted = dict(headers).get("accept-encoding", "")
    codings = [coding.replace(" ", "").lower() for coding in accepted.split(",")]
    return any(
        coding == "gzip" or (coding.startswith("gzip;q=") and coding != "gzip;q=0")
        for coding in codings
    )
