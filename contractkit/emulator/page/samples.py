"""A first request to try, for each contract: a line for a shell, of a valid example."""

import json
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.emulator.page.copies import name_key
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.reporting.curl import write_curl
from contractkit.validation.sent_messages import read_messages

USUAL_TEXT, FAR = 25, 1_000_000
PLAIN_SIGNS = " .,!?'"
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
    url, body = emulated.url(), find_plain(emulated.contract)
    operation = emulated.settings.operation
    line = write_curl(url, body, (JSON_HEADER,), name_key(emulated), method=operation["method"])
    return Sample(emulated.contract.data["title"], url, line)


@lru_cache(maxsize=16)
def find_plain(contract: Contract) -> bytes:
    """The plainest example of a valid request, in one line; an empty object without examples."""
    payloads = [
        read_json(example.path)
        for example in load_examples(contract)
        if example.suite == contract.messages[0]
        and example.verdict == "valid"
        and not example.findings
    ]
    written = [(*_rank(payload, contract), json.dumps(payload)) for payload in payloads]
    return min(written, default=("{}",))[-1].encode()


def _rank(payload: object, contract: Contract) -> tuple[int, int, int]:
    """How far a payload is from a single message with a plain text and nothing else."""
    messages = read_messages(payload, contract=contract)
    texts = [found.text for message in messages for found in message.texts]
    written = json.dumps(payload)
    if len(texts) != 1 or not texts[0].isascii():
        return FAR, FAR, len(written)
    signs = sum(not (char.isalnum() or char in PLAIN_SIGNS) for char in texts[0])
    return signs, written.count('": '), abs(len(texts[0]) - USUAL_TEXT)
