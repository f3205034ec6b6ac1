"""How a run against a client goes."""

from dataclasses import dataclass, field

from contractkit.errors import ContractkitError


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is told.

    `answers`: the most that are given in all. `timeout`: the seconds of one send. `retries`: how
    often a client may try again what was not accepted. `exits`: `STATUS=MEANING` pairs. `lines`:
    whether the client runs on and takes a line for each send. `key`: made from the seed if None.
    """

    seed: str = "0"
    answers: int = 100
    timeout: float = 10.0
    retries: int = 3
    exits: tuple[str, ...] = ()
    lines: bool = False
    key: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse what makes no sense. Raises ContractkitError."""
        if self.answers < 1 or self.timeout <= 0 or self.retries < 0:
            raise ContractkitError("a run needs at least one answer, some time, and 0 retries")
