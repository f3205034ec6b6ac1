"""A right client with httpx, which tries again twice where it is told to, or has no answer."""

import time

import httpx

from tests.clients.sending import (
    ACCEPTED,
    FAILED,
    KEY,
    MESSAGE,
    NO_SENSE,
    SECONDS,
    URL,
    accepts,
    run,
)

AGAIN = (429, 500, 502, 503)
RETRIES, PAUSE = 2, 0.05


def send() -> int:
    for attempt in range(1 + RETRIES):
        last = attempt == RETRIES
        try:
            answer = httpx.post(URL, json=MESSAGE, headers={"key": KEY}, timeout=SECONDS)
        except httpx.TimeoutException:
            return FAILED  # it may have been accepted
        except httpx.HTTPError:
            time.sleep(PAUSE)
            continue
        if answer.status_code in AGAIN and not last:
            time.sleep(min(float(answer.headers.get("Retry-After", PAUSE)), PAUSE))
            continue
        try:
            return ACCEPTED if accepts(answer.content) else FAILED
        except NO_SENSE:
            return FAILED
    return FAILED


run(send)
