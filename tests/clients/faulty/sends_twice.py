"""Only the code 0 means success, as it does elsewhere; anything else is tried once more."""

import json

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, accepts, post, run


def send() -> int:
    try:
        _, body = post()
        response = json.loads(body)["response"]
        entry = response[0] if isinstance(response, list) else response
        if entry["code"] != "0":
            _, body = post()
        return ACCEPTED if accepts(body) else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
