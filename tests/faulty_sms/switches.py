"""The faults of a server, and the switches of one that runs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Faults:
    """The table of a server's faults: their groups, and `allowed`, what is unusual but right."""

    groups: Mapping[str, Mapping[str, str]]
    allowed: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """Every name that a switch may have."""
        return frozenset(name for group in self.groups.values() for name in group) | set(
            self.allowed
        )


def read_faults(path: Path) -> Faults:
    """The table in a TOML file: a group a section, `name = "what the server does"`."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    return Faults(groups, groups.pop("allowed"))


@dataclass(frozen=True, slots=True)
class Switches:
    """How a server behaves: its fault, if any, and what it does where the pages are open.

    `strict`: what is doubtful is refused; `late`: what has a delivery code is refused by a
    notification.
    """

    faults: Faults
    fault: str | None = None
    strict: bool = False
    late: bool = False

    def __post_init__(self) -> None:
        if self.fault is not None and self.fault not in self.faults.names:
            raise ValueError(f"there is no fault {self.fault!r}")

    def has(self, *names: str) -> bool:
        """Whether one of the names is the fault; a name that is in no table is a LookupError."""
        for name in names:
            if name not in self.faults.names:
                raise LookupError(f"{name!r} is missing in faults.toml")
        return self.fault in names
