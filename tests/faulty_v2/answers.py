"""What is answered, and the wrong forms that it takes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.faulty_v2.faults import Switches
from tests.problem import Problem

JSON = "application/json"
ALWAYS = "4b1c2f7e-5d1a-4c55-9c1e-0a6a3f0f2b11"
# The members that an acceptance lacks, by fault.
LACKING = {
    "message-id-missing": "messageId",
    "status-missing": "status",
    "correlation-missing": "correlationId",
    "timestamp-missing": "requestTimestamp",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `dropped`: the connection is closed in its place."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    dropped: bool = False


def accept(payload: Any, identity: str, switches: Switches) -> tuple[Reply, str]:
    """An acceptance with an ID of its own, and the ID that it has."""
    has = switches.has
    groups = payload.get("to") or [{}]
    identity = ALWAYS if has("message-id-always-the-same") else identity
    first = groups[0].get("correlationId") if isinstance(groups[0], dict) else None
    correlation: Any = first if isinstance(first, str) else ""
    if has("correlation-not-echoed"):
        correlation = "x" + correlation
    if has("correlation-null") and not correlation:
        correlation = None
    value: dict[str, Any] = {
        "requestTimestamp": tell_time(),
        "messageId": 17 if has("message-id-as-number") else identity,
        "correlationId": correlation,
        "status": "accepted" if has("status-accepted") else "queued",
    }
    for fault, name in LACKING.items():
        if has(fault):
            del value[name]
    status = 200 if has("accepted-with-200") else 202 if has("accepted-with-202") else 201
    if switches.listed and len(groups) > 1:
        rest = [{**value, "messageId": f"{identity}_{at}"} for at in range(1, len(groups))]
        return make_reply(status, [value, *rest], switches), identity
    return make_reply(status, value, switches), identity


def refuse(problem: Problem, switches: Switches, status: int = 400) -> Reply:
    """A refusal."""
    has = switches.has
    if has("refused-without-body"):
        return Reply(status)
    value: dict[str, Any] = {"code": problem.code, "message": problem.message}
    if has("code-as-number"):
        value["code"] = int(problem.code)
    if has("code-of-http"):
        value["code"] = str(status)
    if has("message-missing"):
        del value["message"]
    if has("refused-in-form-of-v1"):
        entry = {"code": problem.code, "description": problem.message, "transid": ALWAYS}
        return make_reply(status, {"response": entry}, switches)
    status = 200 if has("refused-with-200") else 422 if has("refused-with-422") else status
    return make_reply(status, value, switches)


def make_reply(status: int, value: Any, switches: Switches) -> Reply:
    kind = "text/plain" if switches.has("answer-as-text") else JSON
    return Reply(status, json.dumps(value).encode(), kind)


def tell_time() -> str:
    """The time in UTC, with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
