from collections.abc import Iterator

import pytest

from tests.faulty import Running, start
from tests.faulty.demonstrations.observing import Listener


@pytest.fixture(scope="module")
def right() -> Iterator[Running]:
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()
