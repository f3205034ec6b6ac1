"""A first request to try, for each contract: a line for a shell, of a valid example."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import quote

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.contracts.parameter_values import write_parameters
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.requests import request_message, takes_body
from contractkit.emulator.page.copies import name_key, write_key_query
from contractkit.emulator.page.inbox import Emulated, Inbox
from contractkit.reporting.curl import write_curl
from contractkit.validation.sent_messages import read_messages

USUAL_TEXT, FAR, MOST_SAMPLES = 25, 1_000_000, 8
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
    return [_write_sample(each) for each in islice(inbox.emulated.values(), MOST_SAMPLES)]


def _write_sample(emulated: Emulated) -> Sample:
    contract, operation = emulated.contract, emulated.settings.operation
    url, has_body = _fill_in(contract, emulated.url()), takes_body(contract)
    line = write_curl(
        url,
        find_plain(contract) if has_body else b"",
        (JSON_HEADER,) if has_body else (),
        name_key(emulated),
        method=operation["method"],
        shell_query=write_key_query(emulated),
    )
    return Sample(emulated.title, url, line)


def _fill_in(contract: Contract, url: str) -> str:
    """The URL with the values of parameters that the contract shows; others stay as they are."""
    shown: dict[str, dict[str, Any]] = {}
    for parameter in list_parameters(contract):
        if parameter.example is not None:
            shown.setdefault(parameter.place, {})[parameter.name] = parameter.example
    texts = write_parameters(contract, shown)
    for name, text in texts.path.items():
        url = url.replace(f"{{{name}}}", quote(text, safe=""))
    return f"{url}?{texts.search}" if texts.search else url


@lru_cache(maxsize=16)
def find_plain(contract: Contract) -> bytes:
    """The plainest example of a valid request, in one line; an empty object without examples."""
    payloads = [
        read_json(example.path)
        for example in load_examples(contract)
        if example.suite == request_message(contract)
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
