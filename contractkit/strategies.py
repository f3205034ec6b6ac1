"""The public Hypothesis strategies; they are defined in `contractkit.payloads.strategies`."""

from contractkit.payloads.strategies import doubtful, invalid, valid

__all__ = ["doubtful", "invalid", "valid"]
