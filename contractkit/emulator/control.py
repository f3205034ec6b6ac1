"""The control interface: shows requests and notifications, and takes the next answers."""

import json
from typing import TYPE_CHECKING, Any

from contractkit.emulator.history import History, Notification, RecordedRequest
from contractkit.emulator.queued_answers import AnswerQueue
from contractkit.emulator.wsgi import Reply, Request, make_reply
from contractkit.errors import ContractkitError

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "/_contractkit/"


class Control:
    """Answers requests below the prefix: requests, answers and notifications."""

    def __init__(self, history: History, queue: AnswerQueue) -> None:
        """What it shows, and what it changes."""
        self._history, self._queue = history, queue
        self._routes: dict[str, dict[str, Callable[[Request], Reply]]] = {
            "requests": {"GET": self._list_requests, "DELETE": self._clear},
            "answers": {"PUT": self._queue_answers},
            "notifications": {"GET": self._list_notifications},
        }

    def handle(self, request: Request) -> Reply:
        """Answer one request."""
        methods = self._routes.get(request.path.removeprefix(PREFIX))
        if methods is None:
            return make_reply(404, {"error": f"unknown path; known are {', '.join(self._routes)}"})
        if request.method not in methods:
            allowed = ", ".join(methods)
            return make_reply(405, {"error": f"allowed: {allowed}"}, ("Allow", allowed))
        return methods[request.method](request)

    def _list_requests(self, _: Request) -> Reply:
        return make_reply(200, [_show_request(request) for request in self._history.requests])

    def _list_notifications(self, _: Request) -> Reply:
        return make_reply(200, [_show_notification(sent) for sent in self._history.notifications])

    def _clear(self, _: Request) -> Reply:
        self._history.clear()
        return make_reply(200, {"requests": 0})

    def _queue_answers(self, request: Request) -> Reply:
        try:
            answers = _read_list(request.body)
            self._queue.replace(answers)
        except ContractkitError as error:
            return make_reply(400, {"error": str(error)})
        return make_reply(200, {"answers": len(answers)})


def _read_list(body: bytes | None) -> list[Any]:
    try:
        value = json.loads(body or b"")
    except (ValueError, RecursionError):
        raise ContractkitError("the body is not JSON") from None
    if not isinstance(value, list):
        raise ContractkitError("the body is not a JSON array of answers")
    return value


def _show_request(request: RecordedRequest) -> dict[str, Any]:
    return {
        "time": request.time,
        "method": request.method,
        "path": request.path,
        **({"query": request.query} if request.query else {}),
        "headers": request.headers,
        "body": request.body.decode("utf-8", "replace"),
        "verdict": request.verdict,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "verdict": finding.verdict,
                "pointer": finding.pointer,
                "message": finding.message,
            }
            for finding in request.findings
        ],
        "answer": {"status": request.status, "code": request.code, "body": request.answer},
    }


def _show_notification(notification: Notification) -> dict[str, Any]:
    return {
        "time": notification.time,
        "url": notification.url,
        "body": notification.message,
        "attempts": notification.attempts,
        "delivered": notification.delivered,
        "status": notification.status,
    }
