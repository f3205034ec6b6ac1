"""A smallest payload, and how the others differ from it."""

import copy
import json
from typing import Any

GONE: Any = object()
MINIMAL: dict[str, Any] = {
    "deliverychannel": "sms",
    "destination": [{"msisdn": ["+447700900123"]}],
    "channels": {"sms": {"senderid": "ACME", "text": "Hello"}},
}
SHORT = {"sms": "channels.sms", "smartlinks": "channels.smartlinks"}
Edits = dict[str, Any]


def edit(edits: Edits) -> dict[str, Any]:
    """The smallest payload with values put in, or taken out with GONE, at paths like `sms.text`."""
    payload = copy.deepcopy(MINIMAL)
    for path, value in edits.items():
        head, _, tail = path.partition(".")
        names = ".".join(filter(None, (SHORT.get(head, head), tail))).split(".")
        holder: Any = payload
        for name in names[:-1]:
            holder = holder[int(name)] if isinstance(holder, list) else holder[name]
        if value is GONE:
            del holder[names[-1]]
        else:
            holder[names[-1]] = value
    return payload


def write(edits: Edits) -> bytes:
    return json.dumps(edit(edits)).encode()


def number(*numbers: Any) -> Edits:
    return {"destination": [{"msisdn": list(numbers)}]}


def numbers(count: int) -> Edits:
    return number(*(f"+4477009{index:05}" for index in range(count)))


def destinations(*numbers: str) -> Edits:
    return {"destination": [{"msisdn": [one]} for one in numbers]}


def links(*ids: Any, text: str = "Click {{link_5}}", validity: Any = "30") -> Edits:
    return {
        "smartlinks": [{"linkid": one, "validity": validity} for one in ids],
        "sms.text": text,
    }


def policy(**members: Any) -> Edits:
    return {"contactPolicy": members}


def options(**members: Any) -> Edits:
    return {"options": {"domain": "example.com", "tag1": "spring", "tag2": "sale"} | members}


def binary(body: Any) -> Edits:
    return {"sms.type": "3", "sms.body": body}


def url(text: Any) -> Edits:
    return {"notifyurl": text}


def text(value: Any, kind: str | None = None) -> Edits:
    return {"sms.text": value} | ({} if kind is None else {"sms.type": kind})
