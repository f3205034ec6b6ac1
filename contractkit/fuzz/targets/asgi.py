"""A target in this process: an ASGI application, called without a socket, on a loop of its own.

There is no time limit: a call that never returns cannot be stopped.
"""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from contractkit.fuzz.records import Answer, Headers, Work
from contractkit.fuzz.targets.opening import split_url
from contractkit.fuzz.targets.wsgi import explain_raised

Application = Callable[..., Any]
Message = dict[str, Any]
PATIENCE = 2.0  # seconds for an application to end
ABOUT = {"asgi": {"version": "3.0", "spec_version": "2.4"}}


def is_asgi(app: Application) -> bool:
    """Whether an application is called as ASGI asks for, with a coroutine."""
    call = getattr(app, "__call__", None)  # noqa: B004 - the function itself is looked at
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(call)


class AsgiTarget:
    """Sends requests to an application as if it stood at `url`; usable from several threads."""

    def __init__(self, app: Application, url: str) -> None:
        """Start a loop in a thread, and the application's lifespan, if it has one, in the loop."""
        self.url, self._app, self._parts = url, app, split_url(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._lifespan = _Lifespan(app)
        self._run(self._lifespan.start())

    def send(
        self,
        method: str,
        headers: Headers,
        body: bytes,
        *,
        query: str = "",
        alone: bool = False,
        meanwhile: Work | None = None,
    ) -> Answer:
        """Call the application once; what it raises counts as a connection that was dropped."""
        del alone, meanwhile
        start = time.perf_counter()
        scope = self._describe(method, headers, body, query)
        try:
            status, back, content = self._run(_call(self._app, scope, body))
        except Exception as error:  # noqa: BLE001 - whatever it raises is what it answers
            return explain_raised(error)
        return Answer(status, back, content, time.perf_counter() - start)

    def rest(self) -> None:
        """Nothing is kept open."""

    def close(self) -> None:
        """End the lifespan and the loop."""
        self._run(self._lifespan.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _describe(self, method: str, headers: Headers, body: bytes, query: str) -> Message:
        path = self._parts.path or "/"
        queries = "&".join(one for one in (self._parts.query, query) if one)
        own = (("Host", self._parts.netloc), ("Content-Length", str(len(body))))
        return {
            **ABOUT,
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": self._parts.scheme,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": queries.encode(),
            "root_path": "",
            "headers": [
                (name.lower().encode(), value.encode("latin-1")) for name, value in (*own, *headers)
            ],
            "client": ("127.0.0.1", 1),
            "server": (self._parts.hostname, self._parts.port or 80),
        }


async def _call(app: Application, scope: Message, body: bytes) -> tuple[int, Headers, bytes]:
    told = [{"type": "http.request", "body": body, "more_body": False}]
    said: list[Message] = []
    done = asyncio.Event()

    async def receive() -> Message:
        if told:
            return told.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            done.set()

    await app(scope, receive, send)
    begun = next(one for one in said if one["type"] == "http.response.start")
    back = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in begun.get("headers", ())
    )
    return begun["status"], back, b"".join(one.get("body", b"") for one in said)


class _Lifespan:
    """The lifespan of an application; one that knows none is left alone."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.ensure_future(self._live())
        await self._tell("lifespan.startup")

    async def stop(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._tell("lifespan.shutdown"), PATIENCE)
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=PATIENCE)

    async def _live(self) -> None:
        with suppress(Exception):  # the standard way to say that there is none
            await self._app({**ABOUT, "type": "lifespan"}, self._told.get, self._said.put)
        await self._said.put({})

    async def _tell(self, kind: str) -> None:
        if self._task and not self._task.done():
            await self._told.put({"type": kind})
            await self._said.get()
