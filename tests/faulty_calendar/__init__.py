"""A server of a calendar, written by hand from its OpenAPI document, with faults to switch on.

It shares nothing with the package under test: it is what a fuzzer is measured against.
"""

from pathlib import Path

from tests.faulty_calendar.faults import FAULTS
from tests.faulty_calendar.server import KEY, start
from tests.faulty_document import Running

DOCUMENT = Path(__file__).with_name("openapi.yaml")

__all__ = ["DOCUMENT", "FAULTS", "KEY", "Running", "start"]
