"""An answer with a code is an answer, whatever the code."""

import json

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, post, run


def send() -> int:
    try:
        _, body = post()
        response = json.loads(body)["response"]
        entry = response[0] if isinstance(response, list) else response
        return ACCEPTED if entry["code"] and entry["transid"] else FAILED
    except NO_ANSWER + NO_SENSE:
        return FAILED


run(send)
