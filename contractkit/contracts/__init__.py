"""What a contract says: its versions, schemas, rules, codes, fields and examples."""

from contractkit.contracts.loading import Contract, load

__all__ = ["Contract", "load"]
