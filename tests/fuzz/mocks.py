"""Mocks as people write them in a few minutes: applications that judge little, or fall over."""

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.fuzz.making import ID, KEY, accept, refuse

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Mock = Callable[..., Iterable[bytes]]
PAGE = b"<!doctype html><title>Error</title>"


def mock(decide: Callable[["WSGIEnvironment", bytes], dict[str, Any] | int]) -> Mock:
    """An application that answers with a value, or with the page of an HTTP status."""
    ids = count()

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        try:
            decided = decide(environ, body)
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            decided = 500
        if isinstance(decided, int):
            start_response(f"{decided} Error", [("Content-Type", "text/html")])
            return [PAGE]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(decided).replace(ID, f"{ID[:-8]}{next(ids):08x}").encode()]

    return app


def take_everything(_: "WSGIEnvironment", __: bytes) -> dict[str, Any]:
    return accept()


def parse_only(_: "WSGIEnvironment", body: bytes) -> dict[str, Any] | int:
    """It answers HTTP 400 with a page to what is no JSON, and falls over deep nesting."""
    try:
        json.loads(body)
    except ValueError:
        return 400
    return accept()


def take_small(_: "WSGIEnvironment", body: bytes) -> dict[str, Any] | int:
    return accept() if len(body) <= 20_000 else 500


def need_ascii(_: "WSGIEnvironment", body: bytes) -> dict[str, Any] | int:
    return accept() if body.isascii() else 500


def take_any_login(environ: "WSGIEnvironment", _: bytes) -> dict[str, Any]:
    given = environ.get("HTTP_KEY") or environ.get("HTTP_AUTHORIZATION")
    return accept() if given else refuse("7002")


def need_json(_: "WSGIEnvironment", body: bytes) -> dict[str, Any]:
    """It falls over all that is no JSON."""
    json.loads(body)
    return accept()


def need_whole_numbers(_: "WSGIEnvironment", body: bytes) -> dict[str, Any]:
    """It falls over every number with a fraction or an exponent."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return refuse("7000")
    json.loads(body, parse_float=int)
    return accept()


def check_channel(environ: "WSGIEnvironment", body: bytes) -> dict[str, Any]:
    """It looks at the key and at one member."""
    if environ.get("HTTP_KEY") != KEY:
        return refuse("7002")
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    right = isinstance(value, dict) and value.get("deliverychannel") == "sms"
    return accept() if right else refuse()


def trust(environ: "WSGIEnvironment", body: bytes) -> dict[str, Any]:
    """It uses what it is sent without a look at it."""
    if environ.get("HTTP_KEY") != KEY:
        return refuse("7002")
    value = json.loads(body)
    numbers = [number for one in value["destination"] for number in one["msisdn"]]
    sms = value["channels"]["sms"]
    right = (
        all(number[0] == "+" and number[1:].isdigit() for number in numbers)
        and sms["senderid"].strip()
    )
    return accept() if right and len(sms["text"]) <= 1024 else refuse()
