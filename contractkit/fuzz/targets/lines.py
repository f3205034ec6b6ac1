"""Connections on which requests are written byte by byte, in any way that HTTP leaves open."""

import socket
import time
from collections.abc import Iterable, Sequence
from http.client import HTTPException, IncompleteRead
from io import BufferedReader
from typing import cast
from urllib.parse import SplitResult

from urllib3.util.wait import wait_for_read

from contractkit.fuzz.records import Answer, Fault, Headers, Request
from contractkit.fuzz.targets.responses import FINAL, FinalResponse
from contractkit.fuzz.wires import add_queries, change_path, rename

MOST_BYTES, PART = 1 << 18, 1 << 16
PAUSE = 0.005  # seconds between two packets, so that they arrive apart
PATIENCE = 0.1  # seconds that a body waits for 100 Continue
OLD, INTERIM = "1.0", b"HTTP/1.1 1"


class Line:
    """An open connection to the server of a URL. `ended`: whether the server closes it."""

    def __init__(self, sock: socket.socket, parts: SplitResult) -> None:
        """Take over a socket; closing it is left to its owner."""
        self._sock, self._parts, self.ended = sock, parts, False
        self._reader = _Reader(socket.SocketIO(sock, "r"))

    def exchange(self, requests: Sequence[Request]) -> list[Answer]:
        """Write requests together, and read the answers, in their order, until the server closes.

        Raises what sockets and `http.client` raise where there is not even one answer.
        """
        answers: list[Answer] = []
        try:
            self._write(requests)
        except ConnectionError:  # it may have answered before it closed
            self.ended = True
        for request in requests:
            try:
                answers.append(self._read(request))
            except (ConnectionError, HTTPException):
                if not answers or not self.ended:
                    raise
            if self.ended:
                break
        return answers

    def _write(self, requests: Sequence[Request]) -> None:
        texts = [write_request(request, self._parts) for request in requests]
        head, body = b"".join(head + body for head, body in texts[:-1]) + texts[-1][0], texts[-1][1]
        wire = requests[-1].wire
        if wire.waits:
            self._sock.sendall(head)
            if not wait_for_read(self._sock, PATIENCE) or self._reader.peek().startswith(INTERIM):
                self._sock.sendall(body)
            return
        for number, packet in enumerate(_cut(head, body, requests[-1])):
            time.sleep(PAUSE if number else 0)
            self._sock.sendall(packet)

    def _read(self, request: Request) -> Answer:
        response = FinalResponse(
            cast("socket.socket", _Source(self._reader)), method=request.method
        )
        response.begin()
        self.ended = self.ended or response.will_close or response.status < FINAL
        status, headers = response.status, tuple(response.headers.items())
        if response.chunked and request.wire.version == OLD:
            return Answer(fault=Fault.MALFORMED, detail="chunks, which HTTP/1.0 does not know")
        content = bytearray()
        while response.status >= FINAL and (part := response.read(PART)):
            content += part
            if len(content) > MOST_BYTES:
                self.ended = True
                return Answer(status, headers, fault=Fault.ENDLESS)
        if response.length:
            raise IncompleteRead(bytes(content), response.length)
        return Answer(status, headers, bytes(content))


class _Reader(BufferedReader):
    """What a connection gives: it stays open when an answer has ended."""

    def close(self) -> None:
        """Nothing."""


class _Source:
    """What an answer is read from, in the form that its class asks for."""

    def __init__(self, reader: BufferedReader) -> None:
        self._reader = reader

    def makefile(self, *_: object) -> BufferedReader:
        return self._reader


def write_request(request: Request, parts: SplitResult) -> tuple[bytes, bytes]:
    """The head and the body of a request to a URL, as its wire asks for."""
    wire = request.wire
    path = add_queries(change_path(request.path or parts.path, wire), parts.query, request.query)
    origin = f"{parts.scheme}://{parts.netloc}" if wire.absolute else ""
    lines = [f"{request.method} {origin}{path} HTTP/{wire.version}"]
    for name, value in _list_headers(request, parts.netloc):
        lines.append(wire.line.format(name=rename(name, wire), value=value))
    return "\r\n".join((*lines, "", "")).encode("latin-1"), _write_body(request)


def _list_headers(request: Request, host: str) -> Headers:
    length = () if request.wire.chunk else (("Content-Length", str(len(request.body))),)
    return (*((("Host", host),) if request.wire.host else ()), *request.headers, *length)


def _write_body(request: Request) -> bytes:
    wire, body = request.wire, request.body
    if not wire.chunk:
        return body
    chunks = (body[at : at + wire.chunk] for at in range(0, len(body), wire.chunk))
    extension, trailer = wire.extension.encode(), wire.trailer.encode()
    whole = b"".join(b"%x%b\r\n%b\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
    return whole + b"0\r\n" + (trailer + b"\r\n" if trailer else b"") + b"\r\n"


def _cut(head: bytes, body: bytes, request: Request) -> Iterable[bytes]:
    """The packets of a request."""
    if request.wire.split:
        return head, body
    whole = head + body
    size = -(-len(whole) // request.wire.pieces)
    return [whole[at : at + size] for at in range(0, len(whole), size)]
