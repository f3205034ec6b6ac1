"""A right client, with nothing but the standard library."""

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, accepts, post, run


def send() -> int:
    try:
        _, body = post()
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
