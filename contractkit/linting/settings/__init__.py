"""What holds for a run of the linter: command line over configuration file over default.

From the top: `resolve` puts it together, `names` checks it against the contract, `reading` takes a
file apart by the table in `keys`, whose `shapes` say what a value may be; `finding` looks for the
file, `records` holds what comes of it.
"""

from contractkit.linting.settings.records import Resolved, Settings

__all__ = ["Resolved", "Settings"]
