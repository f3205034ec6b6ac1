"""Inputs through the check, one after the other, and what is done with what was found.

From the top: `judge` puts it together, `choices` says how each file is judged, `records` holds what
became of one.
"""

from contractkit.linting.judge import lint_inputs
from contractkit.linting.records import Linted, PassedOver

__all__ = ["Linted", "PassedOver", "lint_inputs"]
