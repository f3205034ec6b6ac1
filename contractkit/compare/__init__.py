"""Two versions of a contract: what differs, what that does to payloads, and the step it makes."""

from contractkit.compare.comparison import compare
from contractkit.compare.records import Difference

__all__ = ["Difference", "compare"]
