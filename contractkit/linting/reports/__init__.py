"""The formats of lint reports: each format has the module of its name, with `write_NAME`.

A streamed format is written file by file, `write_NAME(linted)`; the others need the whole run at
once, `write_NAME(report)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contractkit.contracts.loading import Contract
from contractkit.errors import UnreadableInputError
from contractkit.linting.results import Linted

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
STREAMED = frozenset({"full", "concise"})
# What `--statistics` can be written in, and what tells edits of the text.
WITH_STATISTICS = STREAMED | {"json"}
WITH_EDITS = frozenset({"sarif"})


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run.

    `files` are in the order of the run; what has one name is of one file. `counts` are those of all
    that was found, by severity, and under "files", "accepted" and "not shown"; `files` may hold
    less. `strict`: a warning is a failure too. `redact`: no text of a payload may be shown.
    """

    contract: Contract
    files: tuple[Linted, ...]
    unread: tuple[UnreadableInputError, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    strict: bool = False
    redact: bool = False


def write_report(style: str, report: Report) -> str:
    """The text of a report in a format that is not streamed."""
    from importlib import import_module

    module = import_module(f"{__name__}.{style}")
    text: str = getattr(module, f"write_{style}")(report)
    return text
