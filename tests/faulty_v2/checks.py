"""Whether a request is right: what it must have, and what its values are."""

import json
import re
from typing import Any, NoReturn
from urllib.parse import urlsplit

from tests.faulty_v2.content import check_content, check_options
from tests.faulty_v2.faults import Switches
from tests.faulty_v2.problem import ProblemError, missing, wrong
from tests.faulty_v2.recipients import check_recipients
from tests.faulty_v2.times import check_times
from tests.problem import Problem

NO_JSON = ProblemError(Problem("7000", "Invalid JSON"))
RECEIPTS = ("SUBMITTED", "SENT", "DELIVERED", "CLICKED", "FAILED")
FREE = ("callbackData", "notifyUrl", "notifyUrlAuthId")
KNOWN = {
    *("channel", "from", "to", "content", "template", "substitutions", "options", "batchId"),
    *("requestedReceipts", "sendAt", "expireAt", "validity", "smartlinks", "contactPolicy"),
    *FREE,
}
# By what no URL has; the rest of a URL may be nearly anything.
SPACES = "\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
NEVER = re.compile(f"[\\s\\x00-\\x20\\x7f-\\xa0{SPACES}" + r"""<>"{}|\\^`]""")
URL = re.compile(
    r"https?://([^/?#]*@)?([^/?#@:\[\]]+|\[[^/?#@\[\]]+\])(:([0-9]*))?([/?#].*)?", re.IGNORECASE
)


def read(raw: bytes) -> Any:
    """The value of a JSON text; ProblemError for anything else."""

    def refuse(_: str) -> NoReturn:
        raise ValueError

    try:
        return json.loads(
            raw.decode("utf-8").removeprefix("\ufeff"),
            parse_constant=refuse,
            parse_int=lambda digits: int(digits) if len(digits) < 400 else float("inf"),
        )
    except (ValueError, RecursionError):
        raise NO_JSON from None


def check(payload: Any, switches: Switches) -> None:
    """Raise ProblemError for the first thing that is wrong."""
    if not isinstance(payload, dict):
        raise NO_JSON
    if switches.has("null-for-absent"):
        payload = {name: value for name, value in payload.items() if value is not None}
    check_head(payload, switches)
    check_recipients(payload, switches)
    check_content(payload, switches)
    if "options" in payload:
        check_options(payload["options"], switches)
    check_receipts(payload, switches)
    check_times(payload, switches)
    for name in FREE:
        if not isinstance(payload.get(name, ""), str):
            raise wrong(name)
        if payload.get(name) == "" and switches.has("empty-strings-refused"):
            raise wrong(name)
    check_callback(payload.get("callbackData", ""), switches)
    check_url(payload.get("notifyUrl", ""), switches)
    if "contactPolicy" in payload and not switches.has("policy-not-checked"):
        check_policy(payload["contactPolicy"], switches)
    if switches.strict and payload.keys() - KNOWN:
        raise wrong("payload")


def check_head(payload: dict[str, Any], switches: Switches) -> None:
    has = switches.has
    if not payload.get("channel", ""):
        raise missing("channel") if payload.get("channel", "") == "" else wrong("channel")
    channel = payload["channel"]
    if channel != "sms" and not (has("channel-any-case") and str(channel).lower() == "sms"):
        raise wrong("channel")
    sender = payload.get("from", "A" if has("from-missing") else "")
    if has("from-as-number") and isinstance(sender, int | float):
        sender = str(sender)
    if not isinstance(sender, str):
        raise wrong("from")
    if not sender:
        raise missing("from")
    if switches.strict and (sender.startswith("+") or not sender.strip()):
        raise wrong("from")
    if "to" not in payload:
        raise missing("to")


def check_receipts(payload: dict[str, Any], switches: Switches) -> None:
    receipts = payload.get("requestedReceipts", [])
    if not isinstance(receipts, list):
        raise wrong("requestedReceipts")
    known = [name for name in RECEIPTS if name != "SENT" or not switches.has("old-receipt-refused")]
    for receipt in receipts[:1] if switches.has("receipts-first-only") else receipts:
        if not isinstance(receipt, str):
            raise wrong("requestedReceipts")
        name = (
            receipt
            if switches.strict
            else "".join(c.upper() if c.isascii() else c for c in receipt)
        )
        if name not in known and not switches.has("receipts-any-string"):
            raise wrong("requestedReceipts")


def check_callback(data: str, switches: Switches) -> None:
    most = 1999 if switches.has("callback-1999") else 2000
    if len(data) > most and not switches.has("callback-no-limit"):
        raise wrong("callbackData")


def check_url(url: str, switches: Switches) -> None:
    if not url or switches.has("url-any-string"):
        return
    if switches.has("url-any-scheme"):
        url = re.sub("^[A-Za-z][A-Za-z0-9+.-]*:", "http:", url)
    match = None if NEVER.search(url) else URL.fullmatch(url)
    if not match or int((match[4] or "0")[-400:]) > 65_535:
        raise wrong("notifyUrl")
    if switches.strict and not is_ordinary(url):
        raise wrong("notifyUrl")


def is_ordinary(url: str) -> bool:
    """Whether a URL is to HTTPS, or to a test on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" or host in ("localhost", "::1") or host.startswith("127.")


def check_policy(policy: object, switches: Switches) -> None:
    if not isinstance(policy, dict):
        raise wrong("contactPolicy")
    flags = [
        policy.get(name, False) for name in ("channelCheckConsent", "channelApplyFrequencyCap")
    ]
    if not all(isinstance(flag, bool) for flag in flags):
        raise wrong("contactPolicy")
    group = policy.get("contactPolicyGroup", "")
    if not isinstance(group, str):
        raise wrong("contactPolicyGroup")
    if not any(flags) and not switches.has("policy-without-flag"):
        raise wrong("contactPolicy")
    if any(flags) and not group and not switches.has("policy-without-group"):
        raise missing("contactPolicyGroup")
