"""The faults that can be switched on, and the switches of one server."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

GROUPS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")
)
FAULTS = {name: description for group in GROUPS.values() for name, description in group.items()}


@dataclass(frozen=True, slots=True)
class Switches:
    """How a server behaves: its fault, if any, and what it does where the pages are open.

    `strict` refuses what is doubtful, `late` tells of some refusals by a notification,
    `any_day` takes times of any day, in place of the next seven days;
    `forbidden` says wrong credentials with HTTP 403, `listed` answers several recipients with a
    list.
    """

    fault: str | None = None
    strict: bool = False
    late: bool = False
    any_day: bool = False
    forbidden: bool = False
    listed: bool = False

    def __post_init__(self) -> None:
        if self.fault is not None and self.fault not in FAULTS:
            raise ValueError(f"there is no fault {self.fault!r}: see tests/faulty_v2/faults.toml")

    def has(self, name: str) -> bool:
        """Whether this is the fault; a name that is in no table is a LookupError."""
        if name not in FAULTS:
            raise LookupError(f"{name!r} is missing in faults.toml")
        return self.fault == name
