"""A target at a URL: one connection per thread, and a deadline for the whole of each answer."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TypeVar
from urllib.parse import SplitResult

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    InvalidChunkLength,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.util import parse_url

from contractkit.errors import TargetError, UnreadableInputError
from contractkit.fuzz.records import Answer, Fault, Request, Work
from contractkit.fuzz.targets.lines import Line
from contractkit.fuzz.targets.responses import FINAL, FinalResponse
from contractkit.fuzz.targets.urls import split_url
from contractkit.fuzz.wires import USUAL, add_queries, list_fields
from contractkit.httpserver.deadlines import Watchdog

T = TypeVar("T")
MOST_BYTES, CHUNK = 1 << 18, 1 << 16
PROXY = "a proxy stands in between, which writes requests in its own way"


class HttpTarget:
    """Sends requests to one URL; usable from several threads.

    `timeout` is in seconds, for one whole exchange. `cacert` is a file of certificates to trust,
    `proxy` the URL of a proxy. Raises TargetError for what is no URL, UnreadableInputError.
    """

    def __init__(
        self, url: str, *, timeout: float = 5.0, cacert: str | None = None, proxy: str | None = None
    ) -> None:
        """Take the address apart; nothing is sent yet."""
        self.url, self.timeout = url, timeout
        self._parts, self._cacert, self._proxy = split_url(url), cacert, proxy
        if self._parts.username is not None:
            raise TargetError(f"the URL of {self._parts.hostname}", "names a user; use --header")
        if proxy is not None:
            split_url(proxy)
        if cacert is not None and not os.path.isfile(cacert):
            raise UnreadableInputError(cacert, "no such file")
        self._watchdog, self._threads = Watchdog(), threading.local()
        self._all_kept: list[_KeptConnection] = []
        self.cannot: Mapping[str, str] = dict.fromkeys(list_fields(), PROXY) if proxy else {}

    def send(self, request: Request, meanwhile: Work | None = None) -> Answer:
        """Send one request and read its answer; never raises for what the target does."""
        start, kept = time.perf_counter(), self._keep()
        if request.before or request.wire is not USUAL:
            answer = self._talk(kept.connection, request)
            return replace(answer, seconds=time.perf_counter() - start)

        def work_unmeasured() -> None:
            nonlocal start
            began = time.perf_counter()
            if meanwhile:
                meanwhile()
            start += time.perf_counter() - began  # which is not the target's time

        if request.alone or request.fresh:
            kept.connection.close()
        send = partial(_send_request, kept.connection, self._path(request), request)
        answer = self._exchange(kept, send, work_unmeasured)
        if answer.fault is Fault.DROPPED and kept.reused:
            # An idle connection may be closed at any time, so this may be nobody's fault: once
            # more on a new one, and from now on each request has its own.
            kept.reusable = False
            kept.connection.close()
            answer = self._exchange(kept, send, work_unmeasured)
        if request.alone or answer.fault or not kept.reusable:
            kept.connection.close()
        return replace(answer, seconds=time.perf_counter() - start, reused=kept.reused)

    def disconnect(self) -> None:
        """Close the kept connections; a server with a single thread may be waiting for that."""
        for kept in self._all_kept:
            kept.connection.close()

    def close(self) -> None:
        """Close everything."""
        self.disconnect()
        self._watchdog.close()

    def _talk(self, connection: HTTPConnection, request: Request) -> Answer:
        """Send a request, and those before it, on a connection that is closed afterwards."""
        connection.close()
        wanted, answers = [*request.before, request], list[Answer]()
        line: Line | None = None
        while len(answers) < len(wanted):
            reused = line is not None and not line.ended
            if line is None or line.ended:
                failed = self._connect(connection)
                if failed:
                    return failed
                line = Line(connection.sock, self._parts)
            together = request.wire.at_once and not answers
            sent = wanted if together else wanted[len(answers) : len(answers) + 1]
            got = self._do_within(self.timeout, connection, partial(line.exchange, sent))
            if not isinstance(got, Answer):
                answers += got
                continue
            line.ended = True
            if got.fault is not Fault.DROPPED:
                return got
            if not reused:  # else it was idle, and may be closed at any time
                answers.append(got)
        connection.close()
        return replace(answers[-1], earlier=tuple(answers[:-1]))

    def _connect(self, connection: HTTPConnection) -> Answer | None:
        """Open a connection anew; what kept it from being opened."""
        try:
            connection.close()
            connection.connect()
        except (HTTPError, OSError) as error:
            return _explain_no_connection(error)
        return None

    def _keep(self) -> "_KeptConnection":
        kept: _KeptConnection | None = getattr(self._threads, "kept", None)
        if kept is None:
            connection = _make_connection(self._parts, self.timeout, self._cacert, self._proxy)
            connection.response_class = FinalResponse
            kept = self._threads.kept = _KeptConnection(connection)
            self._all_kept.append(kept)
        return kept

    def _path(self, request: Request) -> str:
        path = request.path or self._parts.path or "/"
        path = add_queries(path, self._parts.query, request.query)
        home = ""
        if self._proxy and self._parts.scheme == "http":
            home = f"{self._parts.scheme}://{self._parts.netloc}"
        return f"{home}{path}"

    def _exchange(self, kept: "_KeptConnection", send: Work, meanwhile: Work) -> Answer:
        connection = kept.connection
        kept.reused = connection.sock is not None and connection.is_connected
        failed = None if kept.reused else self._connect(connection)
        if failed:
            return failed
        began = time.monotonic()
        unsent = self._do_within(self.timeout, connection, send)
        if isinstance(unsent, Answer):
            return unsent
        left = self.timeout - (time.monotonic() - began)
        meanwhile()
        return self._do_within(left, connection, partial(_read_answer, connection))

    def _do_within(
        self, seconds: float, connection: HTTPConnection, work: Callable[[], T]
    ) -> T | Answer:
        """What the work comes to, or what kept it from ending in time."""
        watch = self._watchdog.watch(connection.sock, seconds)
        try:
            done: T | Answer = work()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            done = _explain_no_answer(error)
        late = Answer(fault=Fault.SILENT, detail=f"{self.timeout:g} s")
        return late if watch.cancel() else done


class _KeptConnection:
    """The connection of one thread. `reused`: whether it has served a request."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection = connection
        self.reusable, self.reused = True, False


def _make_connection(
    parts: SplitResult, timeout: float, cacert: str | None, proxy: str | None
) -> HTTPConnection:
    """A connection that is not open yet; `proxy` is the URL of what it goes through."""
    via = parse_url(proxy) if proxy is not None else None
    host, port = (via.host or "", via.port) if via else (parts.hostname or "", parts.port)
    if parts.scheme != "https":
        return HTTPConnection(host, port, timeout=timeout, proxy=via)
    connection = HTTPSConnection(host, port, timeout=timeout, ca_certs=cacert, proxy=via)
    if via:
        tunnel = parts.hostname or "", parts.port or 443
        connection.set_tunnel(*tunnel, scheme=via.scheme or "http")
    return connection


def _send_request(connection: HTTPConnection, path: str, request: Request) -> None:
    headers = dict(request.headers) | ({"Connection": "close"} if request.alone else {})
    with suppress(ConnectionError):  # whoever closes early may have answered all the same
        connection.request(request.method, path, request.body, headers, preload_content=False)
    if hasattr(socket, "TCP_QUICKACK"):
        # A server that writes head and body apart, without TCP_NODELAY, waits for this.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _read_answer(connection: HTTPConnection) -> Answer:
    response = connection.getresponse()
    if response.status < FINAL:
        # The final answer would be taken for that to the next request.
        connection.close()
        return Answer(response.status, tuple(response.headers.items()))
    back, content = tuple(response.headers.items()), bytearray()
    for chunk in response.stream(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            return Answer(response.status, back, b"", fault=Fault.ENDLESS)
    return Answer(response.status, back, bytes(content))


def _explain_no_connection(error: Exception) -> Answer:
    if isinstance(error, SSLError | ssl.SSLError):
        reason = getattr(error, "reason", None) or str(error)
        return Answer(fault=Fault.UNREACHABLE, detail=f"no TLS connection ({reason})")
    refused = isinstance(error, NewConnectionError | ConnectionError)
    reason = str(error).rpartition(": ")[2] or type(error).__name__
    return Answer(fault=Fault.UNREACHABLE if refused else Fault.SILENT, detail=reason)


def _explain_no_answer(error: Exception) -> Answer:
    """What an exception between sending and the end of the answer says of the target."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return Answer(fault=Fault.SILENT)
    if isinstance(error, RemoteDisconnected | ConnectionError):
        return Answer(fault=Fault.DROPPED)
    cause = error.args[-1] if isinstance(error, ProtocolError) else error
    ended = isinstance(cause, IncompleteRead) and not isinstance(cause, InvalidChunkLength)
    if isinstance(cause, HTTPException | DecodeError | ValueError) and not ended:
        return Answer(fault=Fault.MALFORMED, detail=str(cause)[:80])
    return Answer(fault=Fault.CUT_SHORT)
