"""The door to the Hypothesis strategies of `contractkit.payloads.strategies`."""

from contractkit.payloads.strategies import doubtful, invalid, valid

__all__ = ["doubtful", "invalid", "valid"]
