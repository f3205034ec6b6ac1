"""The result of a request to an emulator."""

from collections.abc import Callable
from dataclasses import dataclass

from contractkit.emulator.judgement import Judgement
from contractkit.emulator.wsgi import Reply

SendNotifications = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a request: `reply` is None where the connection is to be dropped.

    `accepts`: whether the reply accepts the request. `after_sending` is to be called when the
    answer is sent: no notification comes before it.
    """

    reply: Reply | None
    code: str | None = None
    judgement: Judgement | None = None
    accepts: bool = False
    after_sending: SendNotifications | None = None
