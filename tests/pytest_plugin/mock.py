"""A small mock of the API in Flask, and what it may do wrong."""

import json
import uuid
from typing import Any

import jsonschema_rs
from flask import Flask, Response, request

from contractkit.contracts.loading import load
from contractkit.contracts.schemas import make_portable

PATH = "/resources/v1/messaging"
# What is wrong, and how the judge names it.
FAULTS = {
    "long texts": ("invalid-accepted", "SM114"),
    "no sender": ("invalid-accepted", "SM108"),
    "only uppercase senders": ("valid-refused", ""),
    "one entry": ("answer-form", "SM310"),
    "text/html": ("content-type", ""),
    "crash": ("server-error", ""),
    "201 refusals": ("status", ""),
    "400 acceptances": ("status", ""),
    "elsewhere": ("status", ""),
}


def make_app(fault: str = "") -> Flask:
    """The mock; right without a fault."""
    app, validator = Flask(__name__), make_validator(fault)

    @app.post(PATH)
    def receive() -> Response:
        try:
            payload = json.loads(request.get_data().decode(), parse_constant=refuse_constant)
            valid = validator.is_valid(payload)
        except (ValueError, RecursionError):
            return refuse("7000", 500 if fault == "crash" else 200)
        if valid and fault == "only uppercase senders" and isinstance(payload, dict):
            sender = payload.get("channels", {}).get("sms", {}).get("senderid", "")
            valid = not sender or sender.isupper()
        if not valid:
            return refuse("7004", 201 if fault == "201 refusals" else 400)
        return accept(fault)

    return app


def make_validator(fault: str) -> Any:
    schema = make_portable(load(), "request")
    text = json.dumps(schema)
    if fault == "long texts":
        text = text.replace('"maxLength": 1024', '"maxLength": 4096')
    if fault == "no sender":
        text = text.replace('"required": ["senderid"]', '"required": []')
    assert (fault not in ("long texts", "no sender")) or text != json.dumps(schema)
    return jsonschema_rs.Draft7Validator(json.loads(text))


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def accept(fault: str) -> Response:
    entry = {"code": "1001", "transid": str(uuid.uuid4()), "description": "Queued"}
    status = {"400 acceptances": 400, "elsewhere": 302}.get(fault, 200)
    kind = "text/html" if fault == "text/html" else "application/json"
    body = json.dumps({"response": entry if fault == "one entry" else [entry]})
    return Response(body, status, content_type=kind)


def refuse(code: str, status: int) -> Response:
    entry = {"code": code, "transid": str(uuid.uuid4()), "description": "Refused"}
    return Response(json.dumps({"response": entry}), status, content_type="application/json")
