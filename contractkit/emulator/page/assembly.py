"""The inbox of an emulator, put together from its parts, and the application that shows it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contractkit.emulator.history import History
from contractkit.emulator.notifier import Notifier
from contractkit.emulator.page.application import PageApplication
from contractkit.emulator.page.feed import Feed, Kind
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.emulator.page.timelines import Timelines
from contractkit.emulator.queued_answers import AnswerQueue
from contractkit.emulator.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def make_inbox(
    history: History,
    queue: AnswerQueue,
    notifiers: Sequence[tuple[Settings, Notifier]],
    find_url: Callable[[str], str],
) -> Inbox:
    """The inbox; `find_url` gives the URL of the operation of a contract."""
    feed = Feed()
    timelines = Timelines(partial(feed.publish, Kind.CHANGE))
    emulated = {
        settings.contract.label: Emulated(
            settings,
            partial(find_url, settings.contract.label),
            partial(_send, notifier, timelines),
        )
        for settings, notifier in notifiers
    }
    plain = {secret for settings, _ in notifiers for secret in settings.secrets if secret}
    secrets = tuple(plain | {quote(secret, safe="") for secret in plain})
    inbox = Inbox(history, queue, emulated, feed, timelines, secrets)
    history.subscribe(lambda request: feed.publish(Kind.REQUEST, request.number), inbox.forget)
    return inbox


def make_page(inbox: Inbox, behind: "WSGIApplication") -> PageApplication:
    """The application that shows an inbox, in front of the emulated ones."""
    settings = next(iter(inbox.emulated.values())).settings
    return PageApplication(inbox, behind, settings.allow_hosts, control=settings.control)


def _send(
    notifier: Notifier, timelines: Timelines, number: int, url: str, messages: list[Any]
) -> None:
    watcher = timelines.follow(number, url, messages, by_hand=True)
    notifier.reserve(url, messages, watcher=watcher)()
