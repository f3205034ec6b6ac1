"""The options of a run: what is sent, how much of it, and how fast."""

from dataclasses import dataclass, field

from contractkit.errors import ContractkitError, UnknownNameError
from contractkit.fuzz.phases import PHASES
from contractkit.fuzz.secrets import Secrets

USUAL = 1000  # requests


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run.

    `requests`: the most that are sent in all, or None for those that are most telling, at most
    1,000. `seconds`: the most that they may take, or None. `phases`: which, () for all. `rule`:
    only what is about one rule. `shard`: part I of N. `workers`: requests at a time. `rate`: the
    most a second, or None. `receipts`: whether to listen for notifications, `receipt_wait` for how
    many seconds. `late`: whether a refusal may come late without being seen. `safe_only`: whether
    to keep back values that may reach real people. `reserve`: what is kept for confirming and
    shrinking, like the share of a phase. `failures`: with how many of them no new requests are
    sent, or None.
    """

    seed: str = "0"
    requests: int | None = None
    seconds: float | None = None
    phases: tuple[str, ...] = ()
    rule: str | None = None
    shard: tuple[int, int] = (1, 1)
    workers: int = 1
    rate: float | None = None
    receipts: bool = False
    receipt_wait: float = 5.0
    late: bool = False
    safe_only: bool = False
    reserve: int = 30
    failures: int | None = None
    secrets: Secrets = field(default_factory=Secrets, repr=False)

    def __post_init__(self) -> None:
        """Refuse what makes no sense. Raises UnknownNameError, ContractkitError."""
        for phase in self.phases:
            if phase not in PHASES:
                raise UnknownNameError("phase", phase, PHASES)
        if self.most_requests < 1 or self.workers < 1:
            raise ContractkitError("a run needs at least one request and one worker")

    @property
    def most_requests(self) -> int:
        """The most requests that are sent in all."""
        return USUAL if self.requests is None else self.requests
