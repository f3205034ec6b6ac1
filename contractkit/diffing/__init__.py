"""Two versions of a contract: what differs, what that does to payloads, and the step it makes."""

from contractkit.diffing.compare import compare
from contractkit.diffing.records import Difference

__all__ = ["Difference", "compare"]
