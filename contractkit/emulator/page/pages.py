"""The pages and what they are asked to do, by path and method."""

import re
from collections.abc import Callable, Mapping

from contractkit.emulator.control import PREFIX
from contractkit.emulator.page.copies import list_copies
from contractkit.emulator.page.feed import Kind
from contractkit.emulator.page.filters import VERDICTS, read_filters, select_rows
from contractkit.emulator.page.inbox import Inbox
from contractkit.emulator.page.opened import Opened, open_request
from contractkit.emulator.page.orders import describe_waiting, list_codes_to_order, read_order
from contractkit.emulator.page.rendering import STATIC, read_static, render
from contractkit.emulator.page.resending import send_by_hand
from contractkit.emulator.page.rows import MOST_SHOWN, Rows
from contractkit.emulator.page.samples import list_samples
from contractkit.emulator.page.streaming import open_stream
from contractkit.emulator.page.web import Asked, make_page, send_to
from contractkit.emulator.wsgi import Reply
from contractkit.errors import ContractkitError
from contractkit.httpserver.streams import Stream

READS, CHANGES = ("GET", "HEAD"), ("POST",)
FOR_LONG = ("Cache-Control", "max-age=31536000, immutable")  # its URL has its digest
TEXT_TYPE = ("Content-Type", "text/plain; charset=utf-8")
NOTHING = Reply(404, None, b"This is not here.\n", (TEXT_TYPE,))
MOST_COPIED = 4000
Answer = Reply | Stream
Handler = Callable[..., Answer]


class Pages:
    """Answers what the guard let through."""

    def __init__(self, inbox: Inbox) -> None:
        """Show an inbox."""
        self._inbox, self._rows = inbox, Rows(inbox)
        self._routes: tuple[tuple[re.Pattern[str], tuple[str, ...], Handler], ...] = tuple(
            (re.compile(PREFIX + path), methods, handler)
            for path, methods, handler in (
                ("", READS, self._show_list),
                (r"inbox/(?P<number>[0-9]{1,12})", READS, self._show_request),
                (r"inbox/(?P<number>[0-9]{1,12})/body", READS, self._show_body),
                (r"inbox/(?P<number>[0-9]{1,12})/copies/(?P<name>[a-z]+)", READS, self._show_copy),
                (r"inbox/(?P<number>[0-9]{1,12})/notifications", CHANGES, self._send),
                ("inbox/events", READS, self._stream),
                ("inbox/answers", CHANGES, self._order),
                ("inbox/clear", CHANGES, self._clear),
                (r"static/[0-9a-f]+/(?P<name>[a-z.]+)", READS, self._show_static),
            )
        )

    def find(self, path: str) -> tuple[tuple[str, ...], Handler, Mapping[str, str]] | None:
        """The methods and the handler of a path, with what stands in it; None for no page."""
        for pattern, methods, handler in self._routes:
            if found := pattern.fullmatch(path):
                return methods, handler, found.groupdict()
        return None

    def _show_list(self, asked: Asked) -> Reply:
        return make_page(self._render(asked, None))

    def _show_request(self, asked: Asked, number: str) -> Reply:
        request = self._inbox.find_request(int(number))
        if request is None:
            return show_problem("This request is not here", "It was forgotten, or never came.", 404)
        return make_page(self._render(asked, open_request(self._inbox, self._rows, request)))

    def _render(self, asked: Asked, opened: Opened | None) -> str:
        """The whole page; a script takes the part of it that it needs."""
        inbox, filters = self._inbox, read_filters(asked.query)
        before = _read_number(asked.query.get("before"))
        every = inbox.list_requests()
        rows, more = select_rows(self._rows.walk(every), filters, MOST_SHOWN, before)
        values: dict[str, object] = {
            "opened": opened,
            "filters": filters,
            "verdicts": VERDICTS,
            "rows": rows,
            "more": more,
            "before": before,
            "newest": every[0].number if every else 0,
            "kept": len(every),
            "titles": {name: each.title for name, each in inbox.emulated.items()},
            "answer_codes": list_codes_to_order(inbox),
            "waiting": describe_waiting(inbox),
            "samples": [] if every else list_samples(inbox),
            "most_copied": MOST_COPIED,
            "several": len(inbox.emulated) > 1,
            "query": f"?{filters.query}" if filters.query else "",
        }
        return render("inbox.html", **values)

    def _show_body(self, asked: Asked, number: str) -> Reply:  # noqa: ARG002  handlers are alike
        request = self._inbox.find_request(int(number))
        if request is None:
            return NOTHING
        text = self._inbox.mask(request.body.decode("utf-8", "surrogateescape"))
        return Reply(200, None, text.encode("utf-8", "surrogateescape"), (TEXT_TYPE,))

    def _show_copy(self, asked: Asked, number: str, name: str) -> Reply:  # noqa: ARG002
        request = self._inbox.find_request(int(number))
        copies = list_copies(self._inbox, request) if request else []
        texts = [copy.text for copy in copies if copy.name == name]
        return Reply(200, None, texts[0].encode(), (TEXT_TYPE,)) if texts else NOTHING

    def _stream(self, asked: Asked) -> Stream:
        known = asked.headers.get("last-event-id") or asked.query.get("after")
        return open_stream(
            self._inbox, self._rows, read_filters(asked.query), _read_number(known) or 0
        )

    def _order(self, asked: Asked) -> Reply:
        try:
            if asked.form.get("do") == "cancel":
                self._inbox.queue.replace(())
            else:
                self._inbox.queue.add(read_order(asked.form))
        except ContractkitError as error:
            return show_problem("The answer was not ordered", str(error))
        self._inbox.feed.publish(Kind.ORDERS)
        return send_to(f"{PREFIX}#answers")

    def _clear(self, asked: Asked) -> Reply:  # noqa: ARG002
        self._inbox.clear()
        return send_to(PREFIX)

    def _send(self, asked: Asked, number: str) -> Reply:
        request = self._inbox.find_request(int(number))
        if request is None:
            return show_problem("This request is not here", "It was forgotten, or never came.", 404)
        try:
            send_by_hand(self._inbox, request, asked.form)
        except ContractkitError as error:
            return show_problem("The notification was not sent", str(error))
        return send_to(f"{PREFIX}inbox/{number}#notifications")

    def _show_static(self, asked: Asked, name: str) -> Reply:  # noqa: ARG002
        if name not in STATIC:
            return show_problem("There is no such page", f"The inbox is at {PREFIX}.", 404)
        kind = f"{STATIC[name][0]}; charset=utf-8"
        return Reply(200, None, read_static(name), (("Content-Type", kind), FOR_LONG))


def show_problem(title: str, reason: str, status: int = 400) -> Reply:
    """A page that says why something was not done."""
    return make_page(render("problem.html", title=title, reason=reason), status)


def _read_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 12 else None  # noqa: PLR2004
