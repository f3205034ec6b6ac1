"""No failure: the identifier stands inside the destination, where it is unknown and ignored."""

from tests.clients.sending import ACCEPTED, FAILED, MESSAGE, NO_ANSWER, NO_SENSE, accepts, post, run

DESTINATION = {"msisdn": ["+447700900123"], "correlationId": "order-17"}


def send() -> int:
    try:
        _, body = post(MESSAGE | {"destination": [DESTINATION]})
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
