"""How the bytes of an answer are sent: at once, in chunks, slowly, cut short, or not at all."""

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from contractkit.emulator.wsgi import status_line
from contractkit.fuzz.records import Answer, Fault
from contractkit.fuzzclient.answers import Rendered
from contractkit.fuzzclient.scenario import PlannedAnswer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PIECES, SHOWN_SHARE = 6, 8
RESET = struct.pack("ii", 1, 0)
FRAMED = frozenset({"chunked", "slow", "truncated", "stalled"})
FAULTS: Mapping[str, tuple[Fault, str]] = {
    "dropped": (Fault.DROPPED, "the connection was closed"),
    "reset": (Fault.DROPPED, "the connection was reset"),
    "hang": (Fault.SILENT, "nothing came, and the connection stayed open"),
    "truncated": (Fault.CUT_SHORT, "the connection was closed in the middle of the body"),
    "stalled": (Fault.SILENT, "nothing more came after the beginning of the body"),
}


def predict_answer(planned: PlannedAnswer, rendered: Rendered) -> Answer:
    """The answer as the client will see it."""
    names = [name for name in (planned.kind, *planned.mutations) if name in FAULTS]
    if not names:
        return Answer(rendered.status, rendered.headers, rendered.body)
    fault, detail = FAULTS[names[-1]]
    if planned.kind in FAULTS:
        return Answer(fault=fault, detail=detail)
    shown = Answer(rendered.status, rendered.headers, _cut(rendered.body))
    return replace(shown, fault=fault, detail=detail)


class AnswerBody:
    """The bytes of an answer; `on_close` is called when they are sent, or cannot be."""

    def __init__(self, parts: Iterable[bytes], on_close: Callable[[], object]) -> None:
        """Send nothing yet."""
        self._parts, self._on_close = parts, on_close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """The end of the answer."""
        self._on_close()


def send(
    planned: PlannedAnswer,
    rendered: Rendered,
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    finished: threading.Event,
    slow_seconds: float,
) -> Iterable[bytes]:
    """Send a planned answer; OSError drops the connection.

    `finished` ends whatever hangs; a slow body takes `slow_seconds`.
    """
    if planned.kind in FAULTS:
        _keep_silent(planned.kind, environ["werkzeug.socket"], finished)
    headers = list(rendered.headers)
    deliveries = FRAMED & set(planned.mutations)
    if not deliveries:
        start_response(status_line(rendered.status), headers)
        return (rendered.body,)
    chunked = "chunked" in deliveries and environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
    length = ("Content-Length", str(len(rendered.body)))
    headers.append(("Transfer-Encoding", "chunked") if chunked else length)
    start_response(status_line(rendered.status), headers)
    return _pour(rendered.body, deliveries, finished, slow_seconds, chunked=chunked)


def _keep_silent(kind: str, connection: socket.socket, finished: threading.Event) -> None:
    if kind == "hang":
        finished.wait()
    if kind == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    raise ConnectionAbortedError


def _pour(
    body: bytes,
    deliveries: frozenset[str],
    finished: threading.Event,
    slow_seconds: float,
    *,
    chunked: bool,
) -> Iterator[bytes]:
    broken = bool(deliveries & {"truncated", "stalled"})
    for number, piece in enumerate([_cut(body)] if broken else _divide(body)):
        if number and "slow" in deliveries:
            finished.wait(slow_seconds / PIECES)
        yield b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
    if "stalled" in deliveries:
        finished.wait()
    if broken:
        raise ConnectionAbortedError
    if chunked:
        yield b"0\r\n\r\n"


def _cut(body: bytes) -> bytes:
    """The beginning of a body, too short to say anything."""
    return body[: max(1, min(PIECES + PIECES, len(body) // SHOWN_SHARE))]


def _divide(body: bytes) -> list[bytes]:
    size = -(-len(body) // PIECES) or 1
    return [body[at : at + size] for at in range(0, len(body), size)]
