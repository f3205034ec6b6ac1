"""A server of Send Message API v2 written by hand from its facts, with faults to switch on.

It shares nothing with the package under test: it is what the fuzzer is measured against.
"""

from tests.faulty_v2.server import start
from tests.webserver import Running

__all__ = ["Running", "start"]
