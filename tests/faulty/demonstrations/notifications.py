"""Demonstrations of the group notifications: series of payloads, and what is heard of them."""

import re
from typing import Any

from tests.faulty.demonstrations.observing import UUID, Listener, connect, send
from tests.faulty.demonstrations.payloads import Edits, number, text, write
from tests.faulty.demonstrations.requests import Request
from tests.faulty.server import Running

FULL = {"callbackData": "order", "correlationid": "one"}
OTHER = {"callbackData": "more", "correlationid": "two"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+01:00")
# The series where one full payload does not show it.
SERIES: dict[str, list[Edits]] = {
    "told-with-callback-only": [{"correlationid": "one"}],
    "told-with-correlation-only": [{"callbackData": "order"}],
    "told-for-plus-only": [number("447700900123")],
    "told-of-refused": [FULL | text("")],
    "told-previous-transid": [FULL, OTHER],
    "told-previous-callback": [FULL, OTHER],
    "told-previous-correlation": [FULL, OTHER],
    "told-previous-url": [FULL, OTHER],
    "told-callback-null-when-empty": [{}],
    "told-callback-255": [{"callbackData": "a" * 256}],
    "told-callback-html": [{"callbackData": "a & b"}],
    "told-callback-latin-1": [{"callbackData": "\u0431"}],
    "told-callback-stripped": [{"callbackData": " order "}],
    "told-callback-composed": [{"callbackData": "e\u0301"}],
    "told-callback-lower": [{"callbackData": "Order"}],
    "told-callback-line-breaks": [{"callbackData": "a\nb"}],
    "told-callback-parsed": [{"callbackData": '{"order": 1}'}],
    "told-callback-escaped-twice": [{"callbackData": 'say "a"'}],
    "told-correlation-36": [{"correlationid": "a" * 37}],
    "told-correlation-made-up": [{}],
    "late-failure-not-told": [number("+0")],
    "late-failure-told-as-delivered": [text("a" * 1025)],
}


def hear(running: Running, listener: Listener, series: list[Edits]) -> list[Any]:
    """What is told of a series, each payload at a path of its own; times are left out."""
    del listener.heard[:]
    connection = connect(running)
    known: dict[str, str] = {}
    try:
        for index, edits in enumerate(series):
            raw = write({"notifyurl": f"{listener.url}/{index}"} | edits)
            answer = send(connection, Request(raw))[-1].decode()
            for transid in UUID.findall(answer):
                known[transid] = f"transid-{len(known)}"
    finally:
        connection.close()
    running.settle()
    return [(path, name(body.decode(), known)) for path, body in listener.heard]


def name(shown: str, known: dict[str, str]) -> str:
    shown = UUID.sub(lambda found: known.get(found[0], "unknown"), shown)
    return MOMENT.sub("moment", shown)
