"""The faults that can be switched on: their names, and the switches of one server."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

GROUPS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")
)
ALLOWED = GROUPS.pop("allowed")  # unusual, but nobody may be blamed for it
FAULTS = {name: description for group in GROUPS.values() for name, description in group.items()}
NAMES = FAULTS | ALLOWED


@dataclass(frozen=True, slots=True)
class Switches:
    """How a server behaves: its fault, if any, and what it does where the specification is open."""

    fault: str | None = None
    strict: bool = False
    late: bool = False

    def __post_init__(self) -> None:
        if self.fault is not None and self.fault not in NAMES:
            raise ValueError(f"there is no fault {self.fault!r}: see tests/faulty/faults.toml")

    def has(self, *names: str) -> bool:
        """Whether one of the names is the fault; a name that is in no table is a LookupError."""
        for name in names:
            if name not in NAMES:
                raise LookupError(f"{name!r} is missing in faults.toml")
        return self.fault in names
