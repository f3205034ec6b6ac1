"""An answer is a record with three members, and anything more is an error."""

import json
from dataclasses import dataclass

from tests.clients.sending import ACCEPTED, FAILED, NO_ANSWER, NO_SENSE, post, run


@dataclass
class Entry:
    code: str
    transid: str
    description: str


def send() -> int:
    try:
        _, body = post()
        answer = json.loads(body)
        entries = [Entry(**entry) for entry in answer["response"]]
    except NO_ANSWER + NO_SENSE:
        return FAILED
    return ACCEPTED if entries[0].code == "1001" else FAILED


run(send)
