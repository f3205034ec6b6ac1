"""The key is sent in its header, and in the URL as well."""

from tests.clients.sending import (
    ACCEPTED,
    FAILED,
    KEY,
    NO_ANSWER,
    NO_SENSE,
    URL,
    accepts,
    post,
    run,
)


def send() -> int:
    try:
        _, body = post(url=f"{URL}?key={KEY}")
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
