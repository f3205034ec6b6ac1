"""What is answered: acceptances, refusals, and what became of a message."""

import random
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.faulty_sms.switches import Switches
from tests.faulty_sms.web import Reply
from tests.problem import Problem

ACCEPTED, REFUSED, FORBIDDEN, DUPLICATE = 202, 400, 403, 409
STATUSES = {
    "accepted-as-200": 200,
    "accepted-as-201": 201,
    "refused-as-200": 200,
    "refused-as-202": 202,
    "refused-as-422": 422,
    "access-as-ok": 200,
    "access-as-400": 400,
}


def tell_time() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def choose_status(kind: str, usual: int, switches: Switches) -> int:
    """The status of a kind of answer: the usual one, or that of a fault."""
    found = (name for name in STATUSES if name.startswith(f"{kind}-") and switches.has(name))
    return STATUSES.get(next(found, ""), usual)


@dataclass(slots=True)
class Ids:
    """The ids of messages: each is new, but for a fault."""

    switches: Switches
    chance: random.Random
    lock: threading.Lock = field(default_factory=threading.Lock)

    def make(self, raw: bytes) -> str:
        if self.switches.has("accepted-id-always-the-same"):
            return str(uuid.UUID(int=7))
        if self.switches.has("accepted-id-from-payload"):
            return str(uuid.uuid5(uuid.NAMESPACE_OID, raw.decode("latin-1")))
        with self.lock:
            return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))


def accept(message_id: str, payload: dict[str, Any], switches: Switches) -> Reply:
    has = switches.has
    status = choose_status("accepted", ACCEPTED, switches)
    correlation = payload.get("correlationId")
    value: Any = {
        "acceptedTime": tell_time(),
        "messageId": message_id,
        "correlationId": correlation or "",
    }
    if has("accepted-without-correlation") and correlation is None:
        del value["correlationId"]
    if has("accepted-null-correlation") and correlation is None:
        value["correlationId"] = None
    if has("accepted-other-correlation"):
        value["correlationId"] = "0"
    if has("accepted-without-id"):
        del value["messageId"]
    if has("accepted-without-time"):
        del value["acceptedTime"]
    if has("accepted-with-empty-id"):
        value["messageId"] = ""
    if has("accepted-id-as-number"):
        value["messageId"] = random.getrandbits(40)
    if has("accepted-as-send-message-v1"):
        value = {"response": [{"code": "1001", "transid": message_id, "description": "Queued"}]}
    if has("accepted-in-an-array"):
        value = [value]
    return reshape(Reply(status, None if has("answer-without-body") else value), switches)


def refuse(problem: Problem, switches: Switches, *, kind: str = "refused") -> Reply:
    usual = FORBIDDEN if kind == "access" else REFUSED
    value: Any = {"code": problem.code, "message": problem.message}
    if switches.has("refused-without-code"):
        del value["code"]
    if switches.has("refused-without-message"):
        del value["message"]
    if switches.has("refused-code-as-number"):
        value["code"] = int(problem.code)
    if switches.has("refused-as-send-message-v1"):
        entry = {"code": problem.code, "description": problem.message, "transid": str(uuid.uuid4())}
        value = {"response": entry}
    return reshape(Reply(choose_status(kind, usual, switches), value), switches)


def reshape(reply: Reply, switches: Switches) -> Reply:
    if switches.has("answer-as-text"):
        return Reply(reply.status, reply.value, "text/plain")
    return reply


def describe(
    message_id: str, payload: dict[str, Any], late: Problem | None, switches: Switches
) -> Reply:
    """What became of a message: the answer to a query."""
    has = switches.has
    value: dict[str, Any] = {
        "messageId": message_id,
        "acceptedTime": tell_time(),
        "statusTime": tell_time(),
        "from": payload["from"] if isinstance(payload.get("from"), str) else "",
        "to": payload["to"] if isinstance(payload.get("to"), str) else "",
        "contentType": "text",
        "status": "FAILED" if late else "DELIVERED",
    }
    for name in ("correlationId", "dltTemplateId"):
        if isinstance(payload.get(name), str):
            value[name] = payload[name]
    if late:
        value["error"] = {"code": late.late, "message": late.message}
    if has("query-error-as-text"):
        value |= {"status": "FAILED", "error": "7102"}
    if has("query-lower-case"):
        value["status"] = value["status"].lower()
    for name, fault in (("status", "query-without-status"), ("messageId", "query-without-id")):
        if has(fault):
            del value[name]
    if has("query-other-id"):
        value["messageId"] = str(uuid.uuid4())
    if has("query-other-number"):
        value["to"] = "+447700900000"
    return Reply(200, value)
