"""Whether a request is accepted."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from tests.faulty.doubts import find_doubts
from tests.faulty.faults import Switches
from tests.faulty.lengths import check_callback_length, check_invented
from tests.faulty.members import ABSENT, check_mandatory, check_object, check_optional
from tests.faulty.options import check_options
from tests.faulty.phones import check_destination
from tests.faulty.policy import check_policy
from tests.faulty.problem import missing, wrong
from tests.faulty.reading import UnreadableError, read
from tests.faulty.refusals import find_refusals
from tests.faulty.smartlinks import check_smartlinks
from tests.faulty.sms import check_sms
from tests.faulty.urls import check_notify_url
from tests.problem import Problem

INVALID_JSON = Problem("7000", "Invalid JSON")
NAMES = (
    "deliverychannel destination msisdn channels sms senderid text type body correlationid"
    " callbackData notifyurl contactPolicy smartlinks linkid validity"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Refused at once, or accepted and to fail later, or accepted; and what was read."""

    refusal: Problem | None
    late: Problem | None = None
    payload: Any = None


def validate(raw: bytes, switches: Switches) -> tuple[str, str] | None:
    """None: accepted. Otherwise the code and the description of the refusal."""
    refusal = judge(raw, switches).refusal
    return (refusal.code, refusal.message) if refusal else None


def judge(raw: bytes, switches: Switches) -> Judgement:
    try:
        payload = unwrap(read(raw, switches), switches)
    except UnreadableError:
        return Judgement(INVALID_JSON)
    if isinstance(payload, list):
        return judge_batch(payload, switches)
    if not isinstance(payload, dict):
        return Judgement(wrong("payload", "an object"))
    problems = list(check(payload, switches))
    if not switches.late:
        return Judgement(problems[0] if problems else None, payload=payload)
    at_once = next((one for one in problems if not one.late), None)
    late = next((one for one in problems if one.late), None)
    return Judgement(at_once, None if at_once else late, payload)


def judge_batch(payloads: list[Any], switches: Switches) -> Judgement:
    """An array of payloads is refused by a strict server; the other refuses all for one."""
    if switches.has("root-empty-array") and not payloads:
        return Judgement(None, payload=[])
    if switches.has("root-array-of-anything") and payloads:
        payloads = [one for one in payloads if not isinstance(one, str)]
    elif switches.strict or not payloads:
        return Judgement(wrong("payload", "an object"))
    for payload in payloads:
        if not isinstance(payload, dict):
            return Judgement(wrong("payload", "an array of objects"))
        for problem in check(add_sender(payload), switches):
            return Judgement(problem, payload=payloads)
    return Judgement(None, payload=payloads)


def add_sender(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload of a batch: the service has a sender for those that name none."""
    match payload:
        case {"channels": {"sms": {"senderid": _}}}:
            return payload
        case {"channels": {"sms": dict(sms), **others}}:
            sent = {**others, "sms": {**sms, "senderid": "ACME"}}
            return {**payload, "channels": sent}
    return payload


def check(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    found = False
    for problem in check_rules(payload, switches):
        found = True
        yield problem
    if not found:
        yield from find_refusals(payload, switches)
        if switches.strict and not breaks_a_rule(payload):
            yield from find_doubts(payload)


def breaks_a_rule(payload: dict[str, Any]) -> bool:
    """Whether a right server refuses it; where a fault took it there is nothing to doubt."""
    return next(check_rules(payload, Switches()), None) is not None


def check_rules(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_channel(payload, switches)
    yield from check_destination(payload, switches)
    yield from check_template(payload, switches)
    if "channels" in payload or not has_template(payload):
        yield from check_object(payload, "channels", switches)
    channels = payload.get("channels")
    if isinstance(channels, dict):
        yield from check_channels(channels, switches)
    yield from check_optional(payload, "correlationid", switches)
    yield from check_optional(payload, "expiry", switches)
    yield from check_invented("correlationid", payload.get("correlationid"), switches)
    yield from check_callback(payload, switches)
    if not switches.has("url-unchecked-without-callback") or "callbackData" in payload:
        yield from check_notify_url(payload, switches)
    yield from check_policy(payload, switches)
    yield from check_options(payload, switches)


def has_template(payload: dict[str, Any]) -> bool:
    message = payload.get("message")
    return isinstance(message, dict) and "template" in message


def check_template(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    """A template of the platform, which stands in place of the channels."""
    if "message" not in payload:
        return
    message = payload["message"]
    if not isinstance(message, dict):
        yield wrong("message", "an object")
        return
    if "template" in message:
        yield from check_mandatory(message, "template", switches)
    parameters = message.get("parameters", {})
    if not isinstance(parameters, dict):
        yield wrong("parameters", "an object")
    elif not all(isinstance(value, str) for value in parameters.values()):
        yield wrong("parameters", "strings")


def check_channels(channels: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_object(channels, "sms", switches)
    sms = channels.get("sms")
    skipped = switches.has("smartlinks-skip-the-sms") and "smartlinks" in channels
    if isinstance(sms, dict) and not skipped:
        yield from check_sms(sms, switches)
    yield from check_smartlinks(channels, switches)


def check_channel(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    channel = payload.get("deliverychannel", ABSENT)
    if channel is ABSENT or channel == "":
        if not switches.has("channel-missing" if channel is ABSENT else "channel-empty"):
            yield missing("deliverychannel")
        return
    text = channel if isinstance(channel, str) else ""
    taken = (
        (switches.has("channel-any-case") and text.lower() == "sms")
        or (switches.has("channel-white-space-around") and text.strip() == "sms")
        or (switches.has("channel-beginning") and text.startswith("sms"))
        or (switches.has("channel-any-string") and text != "")
        or (switches.has("channel-null") and channel is None)
        or (switches.has("channel-in-a-list") and channel == ["sms"])
        or (switches.has("channel-compatible") and normalize("NFKC", text) == "sms")
        or (switches.has("channel-folded-long-s") and text.replace("\u017f", "s") == "sms")
    )
    if channel != "sms" and not taken:
        yield wrong("deliverychannel", "'sms'")


def check_callback(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    yield from check_optional(payload, "callbackData", switches)
    text = payload.get("callbackData")
    if isinstance(text, str):
        if "notifyurl" in payload or not switches.has("callback-unchecked-without-url"):
            yield from check_callback_length(text, switches)
        if switches.has("callback-json-refused") and text[:1] in "{[" and text:
            yield wrong("callbackData", "no JSON")


def unwrap(value: Any, switches: Switches) -> Any:
    """The payload in what was read; faults look further than they should."""
    if isinstance(value, str) and switches.has("root-in-a-string"):
        with suppress(ValueError):
            value = json.loads(value)
    elif switches.has("names-in-any-case"):
        value = rename(value, {name.lower(): name for name in NAMES.split()})
    elif switches.has("names-compatible"):
        value = normalise_names(value)
    elif switches.has("nulls-dropped"):
        value = drop_nulls(value)
    return value


def rename(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [rename(item, names) for item in value]
    if isinstance(value, dict):
        return {names.get(key.lower(), key): rename(item, names) for key, item in value.items()}
    return value


def normalise_names(value: Any) -> Any:
    if isinstance(value, list):
        return [normalise_names(item) for item in value]
    if isinstance(value, dict):
        return {normalize("NFKC", key): normalise_names(item) for key, item in value.items()}
    return value


def drop_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [drop_nulls(item) for item in value]
    if isinstance(value, dict):
        return {key: drop_nulls(item) for key, item in value.items() if item is not None}
    return value
