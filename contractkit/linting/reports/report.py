"""What a run found, for the formats that need all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError
from contractkit.linting.results import Linted


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run.

    `files` are in the order of the run; what has one name is of one file. `counts` are those of all
    that was found, by severity, and under "files", "accepted" and "not shown"; `files` may hold
    less. `strict`: a warning is a failure too. `redact`: no text of a payload may be shown.
    `goal` is the contract that the requests are migrated to, `NAME@VERSION`; "" where they are only
    judged.
    """

    contract: Contract
    files: tuple[Linted, ...]
    unread: tuple[UnreadableInputError, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    strict: bool = False
    redact: bool = False
    goal: str = ""
