"""A target in this process: an ASGI application, called without a socket, on a loop of its own.

There is no time limit: a call that never returns cannot be stopped.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from contractkit.fuzz.records import Answer, Headers, Request, Work
from contractkit.fuzz.targets.urls import split_url
from contractkit.fuzz.targets.wsgi import SEEN, UNSEEN, time_call
from contractkit.fuzz.wires import change_path, join_queries, list_fields

Application = Callable[..., Any]
Message = dict[str, Any]
LONGEST_END = 2.0  # seconds for an application to end
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
OF_ASGI = 3  # scope, receive, send; WSGI has two
ABOUT = {"asgi": {"version": "3.0", "spec_version": "2.4"}}


def is_asgi(app: Application) -> bool:
    """Whether an application is called as ASGI asks for: a coroutine, or with three arguments."""
    call = getattr(app, "__call__", None)  # noqa: B004 - the function itself is looked at
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(call):
        return True
    try:
        parameters = inspect.signature(app).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = [one for one in parameters if one.kind in POSITIONAL and one.default is one.empty]
    return len(needed) == OF_ASGI


class AsgiTarget:
    """Sends requests to an application as if it stood at `url`; usable from several threads."""

    cannot: Mapping[str, str] = dict.fromkeys(
        set(list_fields()) - {*SEEN, "chunk", "pieces"}, UNSEEN
    )

    def __init__(self, app: Application, url: str) -> None:
        """Start a loop in a thread, and the application's lifespan, if it has one, in the loop."""
        self.url, self._app, self._parts = url, app, split_url(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._lifespan = _Lifespan(app)
        self._run(self._lifespan.start())

    def send(self, request: Request, meanwhile: Work | None = None) -> Answer:
        """Call the application once; what it raises counts as a connection that was dropped."""
        del meanwhile
        scope = self._describe(request)
        return time_call(lambda: self._run(_call(self._app, scope, _cut_body(request))))

    def disconnect(self) -> None:
        """Nothing is kept open."""

    def close(self) -> None:
        """End the lifespan and the loop."""
        self._run(self._lifespan.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _describe(self, request: Request) -> Message:
        wire = request.wire
        path = change_path(request.path or self._parts.path, wire)
        length = () if wire.chunk else (("Content-Length", str(len(request.body))),)
        own = (("Host", self._parts.netloc), *length)
        return {
            **ABOUT,
            "type": "http",
            "http_version": wire.version,
            "method": request.method,
            "scheme": self._parts.scheme,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": join_queries(self._parts.query, request.query).encode(),
            "root_path": "",
            "headers": [
                (name.lower().encode(), value.encode("latin-1"))
                for name, value in (*own, *request.headers)
            ],
            "client": ("127.0.0.1", 1),
            "server": (self._parts.hostname, self._parts.port or 80),
        }


def _cut_body(request: Request) -> list[bytes]:
    """The body in the parts in which it arrives."""
    body = request.body
    size = request.wire.chunk or -(-len(body) // request.wire.pieces) or 1
    return [body[at : at + size] for at in range(0, len(body), size)] or [b""]


async def _call(app: Application, scope: Message, parts: list[bytes]) -> tuple[int, Headers, bytes]:
    to_receive = [
        {"type": "http.request", "body": part, "more_body": number > 0}
        for number, part in enumerate(reversed(parts))
    ]
    sent: list[Message] = []
    done = asyncio.Event()

    async def receive() -> Message:
        if to_receive:
            return to_receive.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            done.set()

    try:
        await app(scope, receive, send)
    except SystemExit as error:  # which would end the loop and its thread
        raise RuntimeError(f"SystemExit: {error}") from error
    except Exception:
        if not done.is_set():  # a server has sent the answer by then, and only logs the error
            raise
    start = next(message for message in sent if message["type"] == "http.response.start")
    back = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in start.get("headers", ())
    )
    return start["status"], back, b"".join(message.get("body", b"") for message in sent)


class _Lifespan:
    """The lifespan of an application; one that knows none is left alone."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.ensure_future(self._live())
        await self._notify("lifespan.startup")

    async def stop(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._notify("lifespan.shutdown"), LONGEST_END)
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=LONGEST_END)

    async def _live(self) -> None:
        with suppress(Exception):  # the standard way to say that there is none
            await self._app({**ABOUT, "type": "lifespan"}, self._to_app.get, self._from_app.put)
        await self._from_app.put({})

    async def _notify(self, kind: str) -> None:
        if self._task and not self._task.done():
            await self._to_app.put({"type": kind})
            await self._from_app.get()
