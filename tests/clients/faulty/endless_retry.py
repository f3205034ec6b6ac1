"""Whatever goes wrong on the way is tried again, until it works."""

import time

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, accepts, post, run


def send() -> int:
    while True:
        try:
            status, body = post()
            if status < 500:
                return ACCEPTED if accepts(body) else FAILED
        except NO_ANSWER:
            pass
        except NO_SENSE:
            return FAILED
        time.sleep(0.01)


run(send)
