"""A server of the API written by hand from its specification, with faults that can be switched on.

It shares nothing with the package under test: it is what a fuzzer is measured against.
"""

from tests.faulty.server import Running, start

__all__ = ["Running", "start"]
