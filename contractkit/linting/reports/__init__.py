"""The formats of lint reports: each format has the module of its name.

The streamed formats are written file by file, by `write_full` and `write_concise`; the others need
the whole run at once, and have a function `write(report)`.
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
