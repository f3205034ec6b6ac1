"""A server of comments, which have replies, written by hand from its OpenAPI document.

It has faults to switch on, and shares nothing with the package under test: it is what a fuzzer is
measured against.
"""

from pathlib import Path

from tests.faulty_comments.faults import FAULTS
from tests.faulty_comments.server import KEY, start
from tests.faulty_document import Running

DOCUMENT = Path(__file__).with_name("openapi.yaml")

__all__ = ["DOCUMENT", "FAULTS", "KEY", "Running", "start"]
