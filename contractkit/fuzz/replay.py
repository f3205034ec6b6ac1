"""The failures of an earlier run once more: a JSON report read, its requests sent again."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from contractkit.contract import Contract
from contractkit.drawing import Case, judge_payload, judge_text
from contractkit.errors import UnreadableInputError
from contractkit.fuzz.logins import list_attempts
from contractkit.fuzz.phases.notifications import attach
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.receipts import Listener
from contractkit.fuzz.records import Expectation, Login, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.jsontext.plain import NotPlain, parse_plain


def read_replay(path: str) -> list[dict[str, Any]]:
    """The failures in a JSON report. Raises UnreadableInputError for what is none."""
    try:
        with open(path, encoding="utf-8") as file:
            failures = json.load(file)["failures"]
        return [one for one in failures if one["replay"]]
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        reason = "is no report of this program; --report json=FILE writes one"
        raise UnreadableInputError(path, reason) from error


def list_probes(
    setting: Setting, secrets: Secrets, failures: list[dict[str, Any]], listener: Listener | None
) -> Iterator[Probe]:
    """The probes of the failures, in their order; callbacks go to the listener of this run."""
    logins = {one.login.name: one.login for one in list_attempts(setting.contract, secrets)}
    for number, failure in enumerate(failures):
        for entry in failure["replay"]:
            probe = _read_probe(setting, logins, entry, f"{failure['check']} {number}")
            if entry["token"] and listener:
                token = f"again{number}"
                probe = attach(setting, probe, token, listener.make_url) or probe
            yield probe


def _read_probe(
    setting: Setting, logins: dict[str, Login], entry: dict[str, Any], group: str
) -> Probe:
    body = base64.b64decode(entry["body"])
    return Probe(
        phase=entry["phase"],
        body=body,
        expect=Expectation(entry["expect"]),
        login=logins.get(entry["login"], setting.login),
        case=_judge(setting.contract, setting.message, body),
        headers=tuple(entry["headers"].items()),
        method=entry["method"],
        way=entry["way"],
        group=group if entry["group"] else "",
        rules=tuple(entry["rules"]),
        pointer=entry["pointer"],
    )


def _judge(contract: Contract, message: str, body: bytes) -> Case:
    try:
        return judge_payload(contract, message, parse_plain(body))
    except NotPlain:
        return judge_text(contract, message, body)
