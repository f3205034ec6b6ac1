"""Replays: the failures of a JSON report are read, and their requests made again."""

import base64
from collections.abc import Iterator
from itertools import count
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.fuzz.listener import Listener
from contractkit.fuzz.logins import find_login
from contractkit.fuzz.probes import NOTHING, Setting
from contractkit.fuzz.records import Expectation, Probe
from contractkit.fuzz.secrets import Secrets
from contractkit.fuzz.wires import WIRES
from contractkit.jsontext.plain import NotPlainError, parse_plain
from contractkit.payloads.cases import Case, judge_payload, judge_text
from contractkit.reporting.json import read_failures

TEXTS = ("phase", "body", "expect", "login", "method", "way", "group", "token")


def read_replay(path: str) -> list[dict[str, Any]]:
    """The failures in a JSON report. Raises UnreadableInputError for what is none."""
    return read_failures(path, _check_failures)


def list_probes(
    setting: Setting, secrets: Secrets, failures: list[dict[str, Any]], listener: Listener | None
) -> Iterator[Probe]:
    """The probes of the failures, in their order; callbacks go to the listener of this run."""
    tokens = count()
    for number, failure in enumerate(failures):
        for entry in failure["replay"]:
            if "operation" in entry:  # of which the requests are made anew, by what is answered
                continue
            probe = _read_probe(setting, secrets, entry, f"{failure['check']} {number}")
            if entry["token"] and listener:
                token = f"replayed{next(tokens)}"
                probe = setting.add_callback(probe, token, listener.make_url(token)) or probe
            yield probe


def list_operations_asked(failures: list[dict[str, Any]]) -> set[str]:
    """The names of the other operations that failures are about."""
    entries = (entry for failure in failures for entry in failure["replay"])
    return {str(entry["operation"]) for entry in entries if "operation" in entry}


def _check_failures(failures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The failures that can be sent again."""
    for failure in failures:
        for entry in failure["replay"]:
            _check(failure, entry)
    return [failure for failure in failures if failure["replay"]]


def _check(failure: dict[str, Any], entry: dict[str, Any]) -> None:
    """Look whether a replay can be read; ValueError, KeyError, TypeError where it cannot."""
    texts = [failure["check"], *(entry[name] for name in TEXTS)]
    texts += [*entry["headers"], *entry["headers"].values(), *entry["rules"]]
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry["rules"], list):
        raise TypeError(texts)
    Expectation(entry["expect"])
    base64.b64decode(entry["body"], validate=True)
    entry["pointer"]
    WIRES[entry.get("wire", "")]
    for earlier in _list_before(entry):
        _check(failure, earlier)


def _list_before(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """What is sent before a request on its connection; reports of older versions have none."""
    before: list[dict[str, Any]] = entry.get("before", [])
    return before


def _read_probe(setting: Setting, secrets: Secrets, entry: dict[str, Any], group: str) -> Probe:
    before = (_read_probe(setting, secrets, earlier, group) for earlier in _list_before(entry))
    body = base64.b64decode(entry["body"])
    return Probe(
        phase=entry["phase"],
        body=body,
        expect=Expectation(entry["expect"]),
        login=find_login(setting.contract, secrets, entry["login"]),
        case=_judge(setting.contract, setting.message, body),
        headers=tuple(entry["headers"].items()),
        method=entry["method"],
        label=entry["way"],
        group=group if entry["group"] else "",
        rules=tuple(entry["rules"]),
        pointer=entry["pointer"],
        wire=WIRES[entry.get("wire", "")],
        optional=bool(entry.get("optional")),
        why=entry.get("why", ""),
        before=tuple(before),
        path=entry.get("path", ""),
        search=entry.get("search", ""),
    )


def _judge(contract: Contract, message: str, body: bytes) -> Case:
    if not message:
        return NOTHING
    try:
        return judge_payload(contract, message, parse_plain(body))
    except NotPlainError:
        return judge_text(contract, message, body)
