"""A shop's orders: a server of `openapi.yaml` written by hand, with faults to switch on.

It shares nothing with the package under test: it is what the fuzzer is measured against.
"""

from pathlib import Path

from tests.faulty_document import Running
from tests.faulty_orders.faults import FAULTS
from tests.faulty_orders.server import KEY, start

DOCUMENT = Path(__file__).with_name("openapi.yaml")

__all__ = ["DOCUMENT", "FAULTS", "KEY", "Running", "start"]
