"""The sender is left to the platform, which has no default."""

from tests.clients.sending import ACCEPTED, FAILED, MESSAGE, NO_ANSWER, NO_SENSE, accepts, post, run


def send() -> int:
    try:
        _, body = post(MESSAGE | {"channels": {"sms": {"text": "Your order is on its way"}}})
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
