"""There is no timeout, which is what urllib does by default."""

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, accepts, post, run


def send() -> int:
    try:
        _, body = post(timeout=None)
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
