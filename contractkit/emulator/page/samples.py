"""A first request to try, for each contract: a line for a shell, of a valid example."""

import json
import os
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract
from contractkit.emulator.page.copies import name_key
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.reporting.curl import write_curl

JSON_HEADER = ("Content-Type", "application/json")


@dataclass(frozen=True, slots=True)
class Sample:
    """A line that sends a request to the operation of a contract."""

    title: str
    url: str
    text: str


def list_samples(inbox: Inbox) -> list[Sample]:
    """A sample for each contract."""
    return [_write_sample(each) for each in inbox.emulated.values()]


def _write_sample(emulated: Emulated) -> Sample:
    url, body = emulated.url(), find_smallest(emulated.contract)
    operation = emulated.settings.operation
    line = write_curl(url, body, (JSON_HEADER,), name_key(emulated), method=operation["method"])
    return Sample(emulated.contract.data["title"], url, line)


@lru_cache(maxsize=16)
def find_smallest(contract: Contract) -> bytes:
    """The smallest example of a valid request, in one line; an empty object without examples."""
    paths = [
        example.path
        for example in load_examples(contract)
        if example.suite == contract.messages[0]
        and example.verdict == "valid"
        and not example.findings
    ]
    for path in sorted(paths, key=os.path.getsize):
        with open(path, encoding="utf-8") as file:
            return json.dumps(json.load(file)).encode()
    return b"{}"
