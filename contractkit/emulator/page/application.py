"""The WSGI application in front of the emulated ones: it guards and serves what is below a prefix.

The control interface stands there too: what is for it is passed on, if the guard allows it.
"""

from collections.abc import Collection, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contractkit.emulator.control import PREFIX
from contractkit.emulator.page.guard import HEADERS, find_objection
from contractkit.emulator.page.inbox import Inbox
from contractkit.emulator.page.pages import Answer, Pages, show_problem
from contractkit.emulator.page.streaming import Streams
from contractkit.emulator.page.web import Asked, read_asked, send_to
from contractkit.emulator.wsgi import make_reply, read_headers, read_path, status_line
from contractkit.httpserver.streams import Stream

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ICON = "/favicon.ico"
STREAM_TYPE = ("Content-Type", "text/event-stream; charset=utf-8")


class PageApplication:
    """Serves the page below the prefix, and everything else by another application."""

    def __init__(
        self, inbox: Inbox, behind: "WSGIApplication", hosts: Collection[str], *, control: bool
    ) -> None:
        """`hosts` are names that the server may be asked by; `control`: it is behind this."""
        self._pages, self._behind, self._control = Pages(inbox), behind, control
        self._hosts, self._streams = set(hosts), Streams()

    def allow_host(self, name: str) -> None:
        """Let the server be asked by one name more."""
        self._hosts.add(name)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = read_path(environ)
        if path == ICON:  # a browser asks for it by itself; it is no request to remember
            start_response(status_line(HTTPStatus.NOT_FOUND), [])
            return (b"",)
        if not path.startswith(PREFIX) and path != PREFIX.rstrip("/"):
            return self._behind(environ, start_response)
        objection = find_objection(environ["REQUEST_METHOD"], read_headers(environ), self._hosts)
        if objection:
            reply: Answer = make_reply(HTTPStatus.FORBIDDEN, {"error": objection})
        elif self._control and not self._pages.find(path):
            return self._behind(environ, start_response)
        else:
            reply = self._answer(environ, read_asked(environ))
        if isinstance(reply, Stream):
            start_response(status_line(HTTPStatus.OK), [STREAM_TYPE, *HEADERS])
            return reply
        usual = [header for header in HEADERS if header[0] not in dict(reply.headers)]
        start_response(status_line(reply.status), [*reply.headers, *usual])
        return (reply.body,)

    def _answer(self, environ: "WSGIEnvironment", asked: Asked) -> Answer:
        if asked.path == PREFIX.rstrip("/"):
            return send_to(PREFIX)
        found = self._pages.find(asked.path)
        if found is None:
            return show_problem("There is no such page", f"The inbox is at {PREFIX}.", 404)
        methods, handler, values = found
        if asked.method not in methods:
            allowed = ", ".join(methods)
            return make_reply(405, {"error": f"allowed: {allowed}"}, ("Allow", allowed))
        answer = handler(asked, **values)
        connection: Any = environ.get("werkzeug.socket")
        if isinstance(answer, Stream) and not self._streams.admit(connection):
            return make_reply(503, {"error": "too many pages are open"})
        return answer
