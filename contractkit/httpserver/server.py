"""A WSGI application on a port, in threads, with limits on time and on connections."""

import errno
import socket
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from werkzeug.serving import ThreadedWSGIServer

from contractkit.errors import ContractkitError
from contractkit.httpserver.connections import ConnectionHandler, Limits, error_response
from contractkit.httpserver.deadlines import Watchdog

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["Limits", "Server", "serve"]

USUAL_LIMITS = Limits()
POLL_SECONDS = 0.02
WAITING_CONNECTIONS = 128
PORTS = range(1 << 16)
BUSY = error_response("503 Service Unavailable", "too many connections")


class Listener(ThreadedWSGIServer):
    """The listening socket, and its open connections."""

    def __init__(self, app: "WSGIApplication", listening: socket.socket, limits: Limits) -> None:
        """Use a duplicate of a socket that listens already; the caller closes their own."""
        self.limits, self.watchdog = limits, Watchdog()
        self.errors: deque[Exception] = deque(maxlen=16)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        host, port = listening.getsockname()[:2]
        super().__init__(host, port, app, ConnectionHandler, fd=listening.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, unless too many are open."""
        with self._lock:
            full = len(self._open) >= self.limits.connections
            if not full:
                self._open.add(request)
        if full:
            with suppress(OSError):
                request.send(BUSY, socket.MSG_DONTWAIT)
            super().shutdown_request(request)
            return
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection, and make room for another."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Keep an error of the server and print nothing; a broken connection is no error."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.errors.append(error)

    def drop_connections(self) -> None:
        """Shut down all open connections; their threads end by themselves."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Server:
    """An application that is being served; a context manager that ends it.

    `errors` holds the last exceptions that the application raised; each was answered with 500,
    unless a part of the answer was sent already.
    """

    def __init__(self, listener: Listener) -> None:
        """Made by `serve`."""
        self._listener = listener
        self._thread = threading.Thread(
            target=listener.serve_forever, args=(POLL_SECONDS,), name="server", daemon=True
        )
        self._thread.start()
        self._closed = False

    @property
    def host(self) -> str:
        """The address that it listens on."""
        return str(self._listener.server_address[0])

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listener.server_address[1])

    @property
    def url(self) -> str:
        """The URL that it is served at, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def errors(self) -> deque[Exception]:
        """The last exceptions of the application."""
        return self._listener.errors

    def close(self) -> None:
        """Stop listening and end all connections, within a few hundredths of a second."""
        if self._closed:
            return
        self._closed = True
        self._listener.shutdown()
        self._listener.drop_connections()
        self._listener.watchdog.close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(
    app: "WSGIApplication",
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: Limits = USUAL_LIMITS,
) -> Server:
    """Serve a WSGI application in threads of its own; port 0 takes a free port.

    The application finds the connection's socket in `environ["werkzeug.socket"]`. What it raises is
    answered with 500; an OSError drops the connection. Raises ContractkitError where it cannot
    listen at the address.
    """
    with _listen(host, port) as listening:
        return Server(Listener(app, listening, limits))


def _listen(host: str, port: int) -> socket.socket:
    # What Python cannot put into an address would leave an open socket behind.
    if port not in PORTS:
        raise ContractkitError(f"the port {port} is not from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        host.encode("idna")
        return socket.create_server((host, port), family=family, backlog=WAITING_CONNECTIONS)
    except UnicodeError as error:
        raise ContractkitError(f"cannot listen on {host}: no host has this name") from error
    except OSError as error:
        # Python repeats the address: “Address already in use (while attempting to bind on …”.
        reason = str(error.strerror or error).partition(" (while ")[0]
        hint = "; port 0 takes a free one" if error.errno == errno.EADDRINUSE else ""
        raise ContractkitError(f"cannot listen on {host}, port {port}: {reason}{hint}") from error
