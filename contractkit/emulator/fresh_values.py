"""The values of headers that no two requests may share, of the requests that were accepted."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic

from contractkit.contracts.loading import Contract
from contractkit.contracts.request_headers import RequestHeader, list_request_headers

MOST_KEPT = 10_000
Key = tuple[str, str, str]


class FreshValues:
    """The last 10,000 of these values, each as long as contract.json says."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds."""
        self._clock, self._lock = clock, threading.Lock()
        self._taken: OrderedDict[Key, float] = OrderedDict()

    def take(self, contract: Contract, headers: Mapping[str, str]) -> RequestHeader | None:
        """The header whose value an earlier request had; else None, and the values are taken.

        The names in `headers` are in lower case.
        """
        kept = [
            (header, (str(contract), header.name, headers[header.name.lower()]))
            for header in list_request_headers(contract)
            if header.repeated and header.name.lower() in headers
        ]
        now = self._clock()
        with self._lock:
            for header, key in kept:
                if key in self._taken and now - self._taken[key] < header.repeated["seconds"]:
                    return header
            for _, key in kept:
                self._taken[key] = now
                self._taken.move_to_end(key)
            while len(self._taken) > MOST_KEPT:
                self._taken.popitem(last=False)
        return None

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._taken.clear()
