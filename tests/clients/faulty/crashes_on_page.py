"""Every answer is read as JSON, that of a gateway too."""

import json

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, post, run


def send() -> int:
    try:
        _, body = post()
    except NO_ANSWER:
        return FAILED
    response = json.loads(body).get("response")
    accepted = isinstance(response, list) and response[0]["code"] == "1001"
    return ACCEPTED if accepted else FAILED


run(send)
