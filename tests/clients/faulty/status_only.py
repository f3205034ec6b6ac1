"""HTTP 200 means that it was sent."""

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, post, run


def send() -> int:
    try:
        status, _ = post()
    except NO_ANSWER:
        return FAILED
    return ACCEPTED if status == 200 else FAILED


run(send)
