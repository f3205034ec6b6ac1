"""The answer's first entry is taken for granted: `response[0]` of an object is a KeyError."""

import json

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, post, run


def send() -> int:
    try:
        _, body = post()
        answer = json.loads(body)
    except (*NO_ANSWER, ValueError):
        return FAILED
    if "response" not in answer:
        return FAILED
    return ACCEPTED if answer["response"][0]["code"] == "1001" else FAILED


run(send)
