"""The settings of an emulator."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from contractkit.contracts.listed_answers import says_statuses
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import find_notification_form
from contractkit.errors import ContractkitError

REFUSAL_STATUSES, SUCCESSES = (200, 400), range(200, 300)
DEFAULT_KEY = "test-key"


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a notification is tried: an answer with another status than `status` is a failure.

    Where that is None, any 2xx will do. `timeout` is the seconds of one attempt, `retries` the
    number of further attempts, `pause` the seconds between them.
    """

    status: int | None = 200
    timeout: float = 10
    retries: int = 3
    pause: float = 60

    def takes(self, status: int | None) -> bool:
        """Whether an answer with a status says that a notification was received."""
        if self.status is None:
            return status is not None and status in SUCCESSES
        return status == self.status

    @property
    def words(self) -> str:
        """The status that is wanted, in words."""
        return f"status {self.status or '2xx'}"


@dataclass(frozen=True, slots=True)
class Settings:
    """How an emulator behaves.

    `key`: what requests must carry. `jwt_secret`: signs tokens; without it every token is refused.
    `hub_secret`: signs notifications. `seed`: the same seed gives the same ids. `allow_notify`:
    hosts that may be notified besides this machine. `control`: whether to serve the control
    interface. `ui`: whether to serve the page; `allow_hosts`: names that it may be asked for by,
    besides addresses and `localhost`. `refusal_status`: the HTTP status of refusals, 200 (as
    without) or 400; with 400, wrong or missing credentials get 401; not for a contract that says
    the statuses itself. `late_refusal`: whether to refuse by notification where the contract allows
    it. `retry`: how notifications are delivered, if not as the contract says. `notification_form`:
    the message that notifications are, where the contract has several for them.
    """

    contract: Contract
    key: str = field(default=DEFAULT_KEY, repr=False)
    jwt_secret: str | None = field(default=None, repr=False)
    hub_secret: str | None = field(default=None, repr=False)
    seed: str = "0"
    allow_notify: Collection[str] = ()
    control: bool = False
    ui: bool = False
    allow_hosts: Collection[str] = ()
    refusal_status: int | None = None
    late_refusal: bool = False
    retry: Retry | None = None
    notification_form: str | None = None

    def __post_init__(self) -> None:
        """Refuse settings that no emulator can have."""
        if not self.key.strip():
            raise ContractkitError("the key is empty; give the emulator one")
        if self.refusal_status not in (None, *REFUSAL_STATUSES):
            raise ContractkitError(f"the refusal status {self.refusal_status} is not 200 or 400")
        if self.refusal_status and says_statuses(self.contract):
            reason = "says itself which HTTP statuses refusals have; leave the refusal status out"
            raise ContractkitError(f"{self.contract} {reason}")
        if self.notification_form:
            find_notification_form(self.contract, self.notification_form)
        missing = [part for part in ("operation", "answers") if part not in self.contract.data]
        if missing:
            raise ContractkitError(f"{self.contract} cannot be emulated: it has no {missing[0]!r}")

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """The values that no log or list may show."""
        return self.key, self.jwt_secret, self.hub_secret

    @property
    def operation(self) -> Mapping[str, Any]:
        """The operation as contract.json describes it: its path, method and largest body."""
        operation: Mapping[str, Any] = self.contract.data["operation"]
        return operation

    @property
    def delivery(self) -> Retry:
        """How notifications are delivered."""
        usual = self.contract.data.get("callback", {}).get("delivery", {})
        return self.retry or Retry(
            usual.get("status"),
            usual.get("timeoutSeconds", 10),
            usual.get("retries", 3),
            usual.get("pauseSeconds", 60),
        )
