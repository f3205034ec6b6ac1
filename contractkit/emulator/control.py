"""The control interface: what was seen, and what is to be answered next."""

import json
from typing import TYPE_CHECKING, Any

from contractkit.emulator.answers import reply
from contractkit.emulator.journal import Journal, show_notification, show_request
from contractkit.emulator.planned import Plan
from contractkit.emulator.records import Reply, Request
from contractkit.errors import ContractkitError

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "/_contractkit/"


class Control:
    """Answers requests below the prefix: requests, answers and notifications."""

    def __init__(self, journal: Journal, plan: Plan) -> None:
        """What it shows, and what it changes."""
        self._journal, self._plan = journal, plan
        self._routes: dict[str, dict[str, Callable[[Request], Reply]]] = {
            "requests": {"GET": self._list_requests, "DELETE": self._forget},
            "answers": {"PUT": self._plan_answers},
            "notifications": {"GET": self._list_notifications},
        }

    def handle(self, request: Request) -> Reply:
        """Answer one request."""
        methods = self._routes.get(request.path.removeprefix(PREFIX))
        if methods is None:
            return reply(404, {"error": f"known are {', '.join(self._routes)}"})
        if request.method not in methods:
            allowed = ", ".join(methods)
            return reply(405, {"error": f"allowed: {allowed}"}, ("Allow", allowed))
        return methods[request.method](request)

    def _list_requests(self, _: Request) -> Reply:
        return reply(200, [show_request(one) for one in self._journal.requests])

    def _list_notifications(self, _: Request) -> Reply:
        return reply(200, [show_notification(one) for one in self._journal.notifications])

    def _forget(self, _: Request) -> Reply:
        self._journal.clear()
        return reply(200, {"requests": 0})

    def _plan_answers(self, request: Request) -> Reply:
        try:
            orders = _read_list(request.body)
            self._plan.replace(orders)
        except ContractkitError as error:
            return reply(400, {"error": str(error)})
        return reply(200, {"answers": len(orders)})


def _read_list(body: bytes | None) -> list[Any]:
    try:
        value = json.loads(body or b"")
    except (ValueError, RecursionError):
        raise ContractkitError("the body is no JSON") from None
    if not isinstance(value, list):
        raise ContractkitError("the body is no list of answers")
    return value
