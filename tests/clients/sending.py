"""What the Python clients share: a message, one POST with urllib, and the way they are run."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any

SECONDS = 3.0
URL, KEY = os.environ["CONTRACTKIT_URL"], os.environ["CONTRACTKIT_KEY"]
MESSAGE = {
    "deliverychannel": "sms",
    "destination": [{"msisdn": ["+447700900123"]}],
    "channels": {"sms": {"senderid": "ACME", "text": "Your order is on its way"}},
}
ACCEPTED, FAILED = 0, 1
NO_ANSWER = (OSError, HTTPException)
NO_SENSE = (ValueError, KeyError, TypeError)


def post(
    message: Mapping[str, Any] = MESSAGE,
    *,
    url: str = URL,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = SECONDS,
) -> tuple[int, bytes]:
    """The status and the body of the answer; raises one of NO_ANSWER."""
    sent = {"key": KEY} if headers is None else dict(headers)
    sent["Content-Type"] = "application/json"
    request = urllib.request.Request(url, json.dumps(message).encode(), sent)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def accepts(body: bytes) -> bool:
    """Whether an answer accepts; raises one of NO_SENSE."""
    response = json.loads(body)["response"]
    return isinstance(response, list) and all(entry["code"] == "1001" for entry in response)


def run(send: Callable[[], int]) -> None:
    """Send once, or once a line."""
    if "--lines" not in sys.argv:
        sys.exit(send())
    for _ in sys.stdin:
        sys.stdout.write(f"{send()}\n")
        sys.stdout.flush()
