"""The server: who may send, what is accepted, and what is told of it."""

import random
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faulty_sms.access import Secrets, is_token
from tests.faulty_sms.answers import DUPLICATE, Ids, accept, describe, refuse
from tests.faulty_sms.checks import NAMES, check
from tests.faulty_sms.notifications import list_messages
from tests.faulty_sms.notifier import Notifier
from tests.faulty_sms.switches import Switches, read_faults
from tests.faulty_sms.values import UnreadableError, read_json
from tests.faulty_sms.web import DroppedError, Incoming, Reply, Server
from tests.problem import Problem
from tests.webserver import Running

PATH = "/v1/sms/messages"
FAULTS = read_faults(Path(__file__).with_name("faults.toml"))
INVALID_JSON, INTERNAL = Problem("7000", "Invalid JSON"), Problem("7006", "Internal error")
FAILED, NO_KEY = Problem("7001", "Authentication failed."), Problem("7002", "Service Key Missing")
RETRY_KEY = re.compile(r"[A-Za-z0-9_=-]{1,64}")


@dataclass(slots=True)
class Service:
    """The state of one server; what changes is guarded by `lock`."""

    switches: Switches
    secrets: Secrets
    notifier: Notifier
    ids: Ids
    lock: threading.Lock = field(default_factory=threading.Lock)
    accepted: dict[str, tuple[dict[str, Any], Problem | None]] = field(default_factory=dict)
    retry_keys: set[str] = field(default_factory=set)

    def answer(self, incoming: Incoming) -> Reply:
        path = incoming.path.partition("?")[0]
        if incoming.method == "GET" and path.startswith(f"{PATH}/"):
            return self.answer_query(incoming, path.removeprefix(f"{PATH}/"))
        if path != PATH:
            return Reply(404)
        if incoming.method != "POST":
            return Reply(405, headers={"Allow": "POST"})
        return self.refuse_access(incoming) or self.take(incoming)

    def refuse_access(self, incoming: Incoming) -> Reply | None:
        problem = self.check_access(incoming)
        if problem is None:
            return None
        if self.switches.has("access-as-401"):
            return Reply(401)
        return refuse(problem, self.switches, kind="access")

    def check_access(self, incoming: Incoming) -> Problem | None:
        """The refusal, or None; a token counts where both are sent."""
        has, key = self.switches.has, self.secrets.key
        given = incoming.headers.get("Authorization")
        if given is not None:
            scheme, _, token = given.partition(" ")
            by_key = (has("bearer-key") and given == f"Bearer {key}") or (
                has("bare-key") and given == key
            )
            old, unsigned = has("token-old"), has("token-unsigned")
            right = scheme.lower() == "bearer" and (
                is_token(token.strip(), self.secrets.token_secret, signed=not unsigned, old=old)
                or (has("token-any") and token.count(".") == 2)
            )
            return None if (right and not has("token-refused")) or by_key else FAILED
        sent = incoming.headers.get("key")
        if sent is None:
            return None if has("key-missing") else NO_KEY
        taken = (
            sent == key
            or has("key-any")
            or (has("key-any-case") and sent.lower() == key.lower())
            or (has("key-beginning") and sent != "" and key.startswith(sent))
        )
        return None if taken and not has("key-refused") else FAILED

    def take(self, incoming: Incoming) -> Reply:
        try:
            payload = self.unwrap(read_json(incoming.raw))
        except UnreadableError:
            if self.switches.has("drop-on-invalid-json"):
                raise DroppedError from None
            crashed = not incoming.raw and self.switches.has("crash-on-empty-body")
            return self.crash() if crashed else refuse(INVALID_JSON, self.switches)
        if self.crashes(payload):
            return self.crash()
        problems = [*self.check_headers(incoming), *check(payload, self.switches)]
        late = next((one for one in problems if one.late), None) if self.switches.late else None
        at_once = [one for one in problems if not (late and one.late)]
        if at_once:
            if self.switches.has("told-refused-too") and isinstance(payload, dict):
                self.tell(self.ids.make(incoming.raw), payload, None)
            return refuse(at_once[0], self.switches)
        return self.accept(incoming, payload, late)

    def accept(self, incoming: Incoming, payload: Any, late: Problem | None) -> Reply:
        retry_key = incoming.headers.get("Idempotency-Key")
        with self.lock:
            if retry_key and retry_key in self.retry_keys:
                return Reply(DUPLICATE, {"code": "7004", "message": "duplicate"})
            self.retry_keys.add(retry_key or "")
        message_id = self.ids.make(incoming.raw)
        with self.lock:
            self.accepted[message_id] = (payload, late)
        self.tell(message_id, payload, late)
        return accept(message_id, payload, self.switches)

    def tell(self, message_id: str, payload: dict[str, Any], late: Problem | None) -> None:
        url = payload.get("callbackUrl")
        if isinstance(url, str) and url:
            self.notifier.tell(url, list_messages(message_id, payload, late, self.switches))

    def answer_query(self, incoming: Incoming, message_id: str) -> Reply:
        refused = None if self.switches.has("query-open") else self.refuse_access(incoming)
        if refused:
            return refused
        if self.switches.has("query-crash"):
            return self.crash()
        with self.lock:
            found = self.accepted.get(message_id)
        if found is None and self.switches.has("query-unknown-as-400"):
            return refuse(Problem("7004", "unknown"), self.switches)
        if found is None and not self.switches.has("query-unknown-found"):
            return Reply(404)
        payload, late = found or ({}, None)
        return describe(message_id, payload, late, self.switches)

    def unwrap(self, value: Any) -> Any:
        """The payload in what was read; faults look further than they should."""
        if self.switches.has("root-in-an-array") and isinstance(value, list) and len(value) == 1:
            return value[0]
        if self.switches.has("names-in-any-case") and isinstance(value, dict):
            names = {name.lower(): name for name in NAMES}
            return {names.get(name.lower(), name): inner for name, inner in value.items()}
        return value

    def check_headers(self, incoming: Incoming) -> list[Problem]:
        key, has = incoming.headers.get("Idempotency-Key"), self.switches.has
        refused = (
            (key is None and has("key-for-retries-required"))
            or (len(key or "") > 32 and has("key-for-retries-at-most-32"))
            or ("=" in (key or "") and has("key-for-retries-equals-sign-refused"))
            or (key is not None and self.switches.strict and not RETRY_KEY.fullmatch(key))
        )
        return [Problem("7004", "Invalid parameter -  : Idempotency-Key")] if refused else []

    def crashes(self, payload: Any) -> bool:
        """Whether a fault makes an internal error of a payload."""
        members = list(payload.values()) if isinstance(payload, dict) else [payload]
        return (
            (self.switches.has("crash-on-null") and None in members)
            or (self.switches.has("crash-on-emoji") and has_astral(members))
            or (self.switches.has("crash-on-array") and isinstance(payload, list))
            or (self.switches.has("crash-on-long-content") and is_long(payload))
        )

    def crash(self) -> Reply:
        return Reply(500, {"code": INTERNAL.code, "message": INTERNAL.message})


def has_astral(members: list[Any]) -> bool:
    return any(char > "\uffff" for one in members if isinstance(one, str) for char in one)


def is_long(payload: Any) -> bool:
    content = payload.get("content") if isinstance(payload, dict) else None
    return isinstance(content, str) and len(content) > 1000


def start(
    fault: str | None = None,
    *,
    strict: bool = False,
    late: bool = False,
    seed: int = 0,
    port: int = 0,
) -> Running:
    """A running server; ValueError for a fault that is in no table."""
    switches = Switches(FAULTS, fault, strict, late)
    secrets, notifier = Secrets(), Notifier()
    service = Service(switches, secrets, notifier, Ids(switches, random.Random(seed)))  # noqa: S311
    server = Server(service.answer, port, notifier.close)
    return Running(server, PATH, secrets.key, secrets.token_secret)
