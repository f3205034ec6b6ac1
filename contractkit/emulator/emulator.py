"""The emulator: the application with its history and its notifier, served on a port."""

from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO
from urllib.parse import urljoin

from contractkit.contracts.codes import Code
from contractkit.contracts.loading import Contract, load_default
from contractkit.contracts.requests import find_common_path
from contractkit.emulator.answers import list_answer_codes
from contractkit.emulator.app import Application
from contractkit.emulator.authentication import credential_headers
from contractkit.emulator.control import PREFIX
from contractkit.emulator.history import History, Notification, RecordedRequest
from contractkit.emulator.log import Log, current_time, make_log
from contractkit.emulator.notifier import Notifier
from contractkit.emulator.outcome import SendNotifications
from contractkit.emulator.posting import Poster
from contractkit.emulator.queued_answers import AnswerQueue
from contractkit.emulator.settings import DEFAULT_KEY, Retry, Settings
from contractkit.emulator.several import join_applications, make_settings, refuse_shared_paths
from contractkit.errors import ContractkitError
from contractkit.httpserver.deadlines import Watchdog
from contractkit.httpserver.server import Limits, Server, serve

if TYPE_CHECKING:
    from contractkit.emulator.page.application import PageApplication
    from contractkit.emulator.page.inbox import Inbox


class Emulator:
    """A server of the operations of one contract or several; a context manager that ends it.

    `app` is the WSGI application, which answers without the server too. Whoever calls it must close
    what it returns, as WSGI says: that is when the notifications go out.
    """

    def __init__(
        self,
        settings: Settings,
        log: Log | TextIO | None = None,
        on_request: Callable[[RecordedRequest], None] | None = None,
        others: Sequence[Settings] = (),
    ) -> None:
        """Serve nothing yet; `log` takes an object for each request, or is a stream to write to.

        `on_request` is called with each request before it is answered. `others` are the settings of
        further contracts, whose paths differ; queued answers are for all of them. ContractkitError
        where two have the same path.
        """
        self._settings, self._log, every = settings, make_log(log), (settings, *others)
        refuse_shared_paths(every)
        self._paths = {each.contract.label: str(each.operation["path"]) for each in every}
        self._bases = {str(each.contract): find_common_path(each.contract) for each in every}
        self._queue = AnswerQueue(_join_codes(every))
        headers = set[str]().union(*map(credential_headers, every))
        secrets = tuple(secret for each in every for secret in each.secrets)
        self._history = History(headers, secrets, on_request)
        self._watchdog = Watchdog()
        self._notifiers = tuple(map(self._make_notifier, every))
        self._inbox = self._make_inbox(every) if settings.ui else None
        self.app = join_applications(
            [
                Application(each, self._queue, self._history, self._follow(notifier), self._log)
                for each, notifier in zip(every, self._notifiers, strict=True)
            ]
        )
        self._page = self._put_page_in_front(self._inbox) if self._inbox else None
        self._server: Server | None = None

    def start(self, host: str = "127.0.0.1", port: int = 0, limits: Limits | None = None) -> Self:
        """Serve, for port 0 on a free port; ContractkitError where it cannot listen."""
        if self._page:
            self._page.allow_host(host)
        self._server = serve(self.app, host=host, port=port, limits=limits or Limits())
        return self

    @property
    def url(self) -> str:
        """The URL of the operation, of several contracts that of the first."""
        return next(iter(self.urls.values()))

    @property
    def urls(self) -> dict[str, str]:
        """The URL of the operation of each contract, by `NAME@VERSION`.

        Of several operations it is what stands before their paths.
        """
        return {name: f"{self._origin}{path}" for name, path in self._bases.items()}

    @property
    def _origin(self) -> str:
        if self._server is None:
            raise ContractkitError("the emulator is not being served; call start()")
        return self._server.url

    def _find_url(self, name: str) -> str:
        """The URL of an operation, by the label of its contract."""
        return f"{self._origin}{self._paths[name]}"

    @property
    def page_url(self) -> str | None:
        """The URL of the page; None without one."""
        return urljoin(self.url, PREFIX) if self._page else None

    @property
    def key(self) -> str:
        """The key that requests must carry."""
        return self._settings.key

    @property
    def contract(self) -> Contract:
        """The contract that it judges by, of several the first."""
        return self._settings.contract

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """The last 1,000 requests, the oldest first; not those to the control interface."""
        return self._history.requests

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """The last 1,000 notifications that were posted or given up, the oldest first."""
        return self._history.notifications

    @property
    def errors(self) -> tuple[Exception, ...]:
        """The last faults of the emulator itself, each answered with 500; there should be none."""
        return tuple(self._server.errors) if self._server else ()

    def answer_with(self, *answers: Mapping[str, Any]) -> None:
        """Queue answers for the next requests, one each, in place of those queued before.

        `{"code": "…"}`, `{"status": 503, "headers": {…}, "body": …}`, `{"delay": seconds}`,
        `{"drop": True}`; a delay goes with any of the others. ContractkitError for anything else.
        """
        self._queue.replace(answers)

    def clear(self) -> None:
        """Forget the requests, the notifications and the queued answers."""
        self._history.clear()
        self._queue.replace(())

    def wait_idle(self, seconds: float) -> bool:
        """Wait until no notification is pending; False if some still is after so many seconds."""
        end = monotonic() + seconds
        return all(each.wait_idle(max(end - monotonic(), 0)) for each in self._notifiers)

    def close(self) -> None:
        """Stop serving; notifications that are pending are not delivered."""
        if self._inbox:
            self._inbox.feed.close()
        if self._server:
            self._server.close()
        for notifier in self._notifiers:
            notifier.close()
        self._watchdog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_notifier(self, settings: Settings) -> Notifier:
        def make_poster() -> Poster:
            return Poster(
                self._watchdog,
                settings.delivery.timeout,
                settings.allow_notify,
                settings.hub_secret,
                settings.contract.data.get("callback", {}).get("signature"),
            )

        return Notifier(
            make_poster, settings.delivery, self._history.add_notification, self._log_failure
        )

    def _make_inbox(self, every: Sequence[Settings]) -> "Inbox":
        from contractkit.emulator.page.assembly import make_inbox

        notifiers = list(zip(every, self._notifiers, strict=True))
        return make_inbox(self._history, self._queue, notifiers, self._find_url)

    def _put_page_in_front(self, inbox: "Inbox") -> "PageApplication":
        from contractkit.emulator.page.assembly import make_page

        page = make_page(inbox, self.app)
        self.app = page
        return page

    def _follow(self, notifier: Notifier) -> "Callable[..., SendNotifications]":
        """What reserves notifications for a request's number; with a page, it is told of them."""
        inbox = self._inbox

        def reserve(
            number: int, url: str, messages: list[Any], on_posted: Callable[[], object]
        ) -> SendNotifications:
            watcher = inbox.timelines.follow(number, url, messages) if inbox else None
            return notifier.reserve(url, messages, on_posted, watcher)

        return reserve

    def _log_failure(self, reason: str) -> None:
        self._log({"time": current_time(), "event": "notification", "failed": reason})


def _join_codes(every: Sequence[Settings]) -> dict[str, Code]:
    """The codes that the answers of any of the contracts have."""
    codes: dict[str, Code] = {}
    for settings in reversed(every):
        codes.update(list_answer_codes(settings.contract))
    return codes


def _list_contracts(contract: Contract | Sequence[Contract] | None) -> Sequence[Contract]:
    contract = contract or load_default()
    return [contract] if isinstance(contract, Contract) else contract


def emulate(
    contract: Contract | Sequence[Contract] | None = None,
    *,
    key: str = DEFAULT_KEY,
    jwt_secret: str | None = None,
    hub_secret: str | None = None,
    seed: str = "0",
    host: str = "127.0.0.1",
    port: int = 0,
    allow_notify: Collection[str] = (),
    control: bool = False,
    ui: bool = False,
    allow_hosts: Collection[str] = (),
    log: Log | TextIO | None = None,
    limits: Limits | None = None,
    refusal_status: int | None = None,
    late_refusal: bool = False,
    retry: Retry | None = None,
    notification_form: str | None = None,
) -> Emulator:
    """An emulator that is being served; close it, or use it as a context manager.

    `contract`: one, or several. Settings and Limits tell of the others. Raises ContractkitError.
    """
    first, *others = make_settings(
        _list_contracts(contract),
        refusal_status=refusal_status,
        notification_form=notification_form,
        key=key,
        jwt_secret=jwt_secret,
        hub_secret=hub_secret,
        seed=seed,
        allow_notify=tuple(allow_notify),
        control=control,
        ui=ui,
        allow_hosts=tuple(allow_hosts),
        late_refusal=late_refusal,
        retry=retry,
    )
    return Emulator(first, log, others=others).start(host, port, limits)
