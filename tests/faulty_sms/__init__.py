"""A server of Send SMS API v1 written by hand from its pages, with faults to switch on.

It shares nothing with the package under test: it is what a fuzzer is measured against.
"""

from tests.faulty_sms.server import FAULTS, start

__all__ = ["FAULTS", "start"]
