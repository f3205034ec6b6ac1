"""A server of the second contract of docs/your-own-api.md by hand, with faults on demand."""

import json
import re
import threading
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.fuzz.making import KEY

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

JSON_TYPE = [("Content-Type", "application/json")]
PATH = "/v1/bookings"
PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
SHOWN = re.compile(r"https?://[!-~]+")
Answer = tuple[int, Any]

# What each fault is blamed as.
FAULTS: dict[str, set[str]] = {
    "accepts with 200": {"status"},
    "accepts with 202": {"status"},
    "refuses with 200": {"status"},
    "refuses with 422": {"status"},
    "refuses with 401": {"status"},
    "says 400 for wrong credentials": {"status"},
    "lets anybody in": {"unauthenticated-accepted"},
    "lets a wrong key of the open way in": {"unauthenticated-accepted"},
    "has a body that is no form at 401": {"answer-form"},
    "refuses without a body": {"answer-form"},
    "refuses with a page": {"answer-form"},
    "accepts without an id": {"answer-form"},
    "accepts as text": {"content-type"},
    "forgets the mark": {"answer-mismatch"},
    "gives an id twice": {"repeated-id"},
    "refuses a right booking key": {"valid-refused"},
    "falls over a long booking key": {"server-error"},
    "takes any number of seats": {"invalid-accepted"},
    "does not know what it accepted": {"query-status"},
    "knows what does not exist": {"query-status"},
    "tells everybody": {"unauthenticated-accepted"},
    "says 400 for what does not exist": {"query-status"},
    "has another word for the status": {"query-form"},
    "tells the status as text": {"query-form"},
    "tells of another guest": {"query-mismatch"},
    "falls over a query": {"server-error"},
    "notifies in a wrong form": {"notification-form"},
    "notifies briefly in a wrong form": {"notification-form"},
    "notifies of another id": {"notification-mismatch"},
    "notifies briefly of another id": {"notification-mismatch"},
    "notifies briefly and late": {"notification-order"},
    "notifies nobody": {"notification-missing"},
}
BRIEF = frozenset(name for name in FAULTS if "briefly" in name)


@dataclass
class Server:
    """The WSGI application; `fault` is one of FAULTS, or empty. `open_way`: whether that works."""

    fault: str = ""
    open_way: bool = False
    brief: bool = False
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))
    senders: list[threading.Thread] = field(default_factory=list)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        status, value = self._route(environ)
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        headers = JSON_TYPE if text else []
        if "as text" in self.fault and status in (200, 201):
            headers = [("Content-Type", "text/plain")]
        start_response(f"{status} Said", headers)
        return [text.encode()]

    def _route(self, environ: "WSGIEnvironment") -> Answer:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path.startswith(f"{PATH}/") and method == "GET":
            return self._tell(path.removeprefix(f"{PATH}/"), environ)
        if path != PATH or method != "POST":
            return 404 if path != PATH else 405, None
        return self._book(environ, environ["wsgi.input"].read())

    def _is_known(self, environ: "WSGIEnvironment") -> bool:
        given = environ.get("HTTP_AUTHORIZATION", "")
        if self.fault == "lets a wrong key of the open way in" and given.startswith("Key "):
            return True
        opened = self.open_way and given == f"Key {KEY}"
        return opened or environ.get("HTTP_X_KEY") == KEY or self.fault == "lets anybody in"

    def _book(self, environ: "WSGIEnvironment", body: bytes) -> Answer:
        if not self._is_known(environ):
            if self.fault == "says 400 for wrong credentials":
                return 400, {"code": "B3", "message": "Unknown"}
            form = {"why": 1} if self.fault == "has a body that is no form at 401" else None
            return 401, form
        key = environ.get("HTTP_BOOKING_KEY")
        refused = self._judge_key(key) if key is not None else None
        if refused:
            return refused
        booking = read(body)
        if booking is None or not self._is_right(booking):
            return self._refuse()
        return self._accept(booking)

    def _judge_key(self, key: str) -> Answer | None:
        if key in self.seen:
            self.repeated.append(key)
            return 409, None
        self.seen.add(key)
        if len(key) > 40 and self.fault == "falls over a long booking key":
            return 500, None
        bad = "_" in key if self.fault == "refuses a right booking key" else False
        right = PLAIN_KEY.fullmatch(key) and not bad
        return None if right else (400, {"code": "B2", "message": "Bad key"})

    def _is_right(self, booking: Any) -> bool:
        if not isinstance(booking, dict):
            return False
        guest, seats = booking.get("guest"), booking.get("seats")
        if not isinstance(guest, str) or not 1 <= len(guest) <= 60:
            return False
        if isinstance(seats, bool) or not isinstance(seats, int | float) or seats != int(seats):
            return False
        if not (1 <= seats <= 12 or self.fault == "takes any number of seats"):
            return False
        tell, mark = booking.get("tell", "http://a"), booking.get("mark", "")
        return isinstance(tell, str) and bool(SHOWN.fullmatch(tell)) and isinstance(mark, str)

    def _refuse(self) -> Answer:
        status = next((int(word) for word in self.fault.split() if word.isdigit()), 400)
        status = status if self.fault.startswith("refuses with") else 400
        if self.fault == "refuses without a body":
            return 400, None
        if self.fault == "refuses with a page":
            return 400, "<html><title>Bad Request</title></html>"
        return status, {"code": "B1", "message": "Not clear"}

    def _accept(self, booking: dict[str, Any]) -> Answer:
        number = next(self.numbers)
        one = f"b-{number:032x}" if self.fault != "gives an id twice" else f"b-{number // 2:032x}"
        self.kept[one] = booking
        if self.fault != "notifies nobody" and "tell" in booking:
            self._send(booking["tell"], self._list_events(one, booking))
        answer = {"id": one, "at": "2030-01-01T10:00:00Z", "mark": booking.get("mark", "")}
        if self.fault == "forgets the mark":
            answer["mark"] = ""
        if self.fault == "accepts without an id":
            del answer["id"]
        listed = {"accepts with 200": 200, "accepts with 202": 202}
        return listed.get(self.fault, 201), answer

    def _list_events(self, one: str, booking: dict[str, Any]) -> list[Any]:
        if "another id" in self.fault:
            one = "b-other"
        if self.brief or self.fault in BRIEF:
            words = ["asked", "seen", "confirmed"]
            if self.fault == "notifies briefly and late":
                words = ["confirmed", "seen"]
            if self.fault == "notifies briefly in a wrong form":
                return [{"id": one, "status": 1}]
            return [{"id": one, "status": word} for word in words]
        mark = {"mark": booking["mark"]} if "mark" in booking else {}
        events = [{"booking": one, "status": word, **mark} for word in ("Asked", "Kept")]
        if self.fault == "notifies in a wrong form":
            events = [{"booking": one, "status": "kept"}]
        return [{"event": event} for event in events]

    def _send(self, url: str, events: list[Any]) -> None:
        def work() -> None:
            for event in events:
                request = urllib.request.Request(url, json.dumps(event).encode())  # noqa: S310
                try:
                    urllib.request.urlopen(request, timeout=2).close()  # noqa: S310
                except OSError:
                    return

        if url.startswith("http://127.0.0.1:"):
            sender = threading.Thread(target=work)
            self.senders.append(sender)
            sender.start()

    def _tell(self, one: str, environ: "WSGIEnvironment") -> Answer:
        if self.fault == "falls over a query":
            return 500, None
        if not self._is_known(environ) and self.fault != "tells everybody":
            return 401, None
        booking = self.kept.get(one)
        if self.fault == "knows what does not exist" and booking is None:
            booking = {"guest": "Nobody"}
        if booking is None or self.fault == "does not know what it accepted":
            return (400 if self.fault == "says 400 for what does not exist" else 404), None
        status = "done" if self.fault == "has another word for the status" else "confirmed"
        guest = "Bob" if self.fault == "tells of another guest" else booking["guest"]
        return 200, {"id": one, "guest": guest, "status": status}


def read(body: bytes) -> Any:
    """The value of a body; None for what is no JSON."""

    def reject(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError(pairs)
        return dict(pairs)

    def refuse(_: str) -> float:
        raise ValueError

    loads: Callable[..., Any] = json.loads
    try:
        return loads(body.decode("utf-8"), object_pairs_hook=reject, parse_constant=refuse)
    except (ValueError, RecursionError):
        return None
