"""Requests that a faulty server does not survive: with a 500, a dropped connection or no answer."""

import re
import unicodedata
from collections.abc import Mapping

from tests.faulty.faults import Switches
from tests.faulty.incoming import BrokenError, DroppedError, HungError, Incoming
from tests.faulty.kinds import (
    Test,
    any_number,
    any_text,
    depth,
    holds_member,
    holds_text,
    is_root,
    is_unreadable,
    is_utf8,
    is_whole_float,
    member,
    nodes,
    raw_matches,
)
from tests.faulty.lengths import count_bytes
from tests.faulty.sizes import is_split

KNOWN = {
    "deliverychannel",
    "destination",
    "channels",
    "correlationid",
    "callbackData",
    "notifyurl",
    "contactPolicy",
}
Crash = tuple[type[Exception], Test]


CRASHES: dict[str, Crash] = {
    "crash-on-array": (BrokenError, is_root(list)),
    "drop-on-null": (DroppedError, is_root(type(None))),
    "crash-on-string": (BrokenError, is_root(str)),
    "crash-on-number": (BrokenError, is_root(int, float)),
    "crash-on-no-json": (BrokenError, is_unreadable),
    "drop-on-no-json": (DroppedError, is_unreadable),
    "crash-on-null-member": (BrokenError, lambda one: any(item is None for item in nodes(one))),
    "crash-on-null-text": (BrokenError, member("channels.sms.text", lambda it: it is None)),
    "crash-on-number-as-text": (
        BrokenError,
        member("channels.sms.text", lambda it: isinstance(it, int | float)),
    ),
    "crash-on-channels-no-object": (
        BrokenError,
        member("channels", lambda it: not isinstance(it, dict)),
    ),
    "crash-on-sms-no-object": (
        BrokenError,
        member("channels.sms", lambda it: not isinstance(it, dict)),
    ),
    "crash-on-msisdn-no-array": (
        BrokenError,
        member("destination.msisdn", lambda it: not isinstance(it, list)),
    ),
    "crash-on-empty-destination": (BrokenError, member("destination", lambda it: it == [])),
    "crash-on-empty-msisdn": (BrokenError, member("destination.msisdn", lambda it: it == [])),
    "crash-on-destination-of-strings": (
        BrokenError,
        member("destination", lambda it: isinstance(it, list) and holds_text(it)),
    ),
    "crash-on-policy-no-object": (
        BrokenError,
        member("contactPolicy", lambda it: not isinstance(it, dict)),
    ),
    "crash-on-smartlinks-object": (
        BrokenError,
        member("channels.smartlinks", lambda it: isinstance(it, dict)),
    ),
    "crash-on-smartlinks-of-strings": (
        BrokenError,
        member("channels.smartlinks", lambda it: isinstance(it, list) and holds_text(it)),
    ),
    "crash-on-type-as-number": (
        BrokenError,
        member("channels.sms.type", lambda it: isinstance(it, int | float)),
    ),
    "crash-on-lone-surrogate": (BrokenError, any_text("[\ud800-\udfff]")),
    "crash-on-deep-nesting": (BrokenError, lambda one: depth(one.raw) > 50),
    "drop-on-very-deep-nesting": (DroppedError, lambda one: depth(one.raw) > 400),
    "crash-on-long-number": (BrokenError, raw_matches(rb"[0-9]{4301}")),
    "drop-on-huge-exponent": (DroppedError, raw_matches(rb"[0-9][eE]\+?[0-9]{3}")),
    "crash-on-fraction": (BrokenError, raw_matches(rb":\s*-?[0-9]+\.[0-9]")),
    "crash-on-emoji": (BrokenError, any_text("[\U0001f000-\U0001faff]")),
    "drop-on-emoji": (DroppedError, any_text("[\U0001f000-\U0001faff]")),
    "crash-on-proto": (BrokenError, any_text("^(__proto__|constructor)$")),
    "crash-on-empty-name": (BrokenError, raw_matches(rb'""\s*:')),
    "crash-on-equal-names": (BrokenError, raw_matches(rb'("text"\s*:)[^{}]*\1')),
    "crash-on-empty-request": (BrokenError, lambda one: not one.raw),
    "hang-on-empty-request": (HungError, lambda one: not one.raw.strip()),
    "crash-on-bad-utf-8": (BrokenError, lambda one: not is_utf8(one.raw)),
    "crash-on-byte-order-mark": (BrokenError, raw_matches(rb"\A\xef\xbb\xbf")),
    "crash-without-content-type": (BrokenError, lambda one: "Content-Type" not in one.headers),
    "crash-on-null-character": (BrokenError, any_text("\0")),
    "drop-on-null-character": (DroppedError, any_text("\0")),
    "crash-on-apostrophe": (
        BrokenError,
        member("correlationid", lambda it: isinstance(it, str) and "'" in it),
    ),
    "crash-on-percent-sign": (
        BrokenError,
        member("channels.sms.text", lambda it: isinstance(it, str) and "%" in it),
    ),
    "crash-on-braces-in-text": (
        BrokenError,
        member("channels.sms.text", lambda it: bool(re.search(r"\{[^{}]*\}", str(it)))),
    ),
    "crash-on-control-character": (BrokenError, any_text("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")),
    "crash-on-sender-not-latin": (
        BrokenError,
        member("channels.sms.senderid", lambda it: bool(re.search("[^\x00-\xff]", str(it)))),
    ),
    "crash-on-port-in-letters": (
        BrokenError,
        member("notifyurl", lambda it: bool(re.search(r"://[^/]*:[^/0-9\[\]]", str(it)))),
    ),
    "crash-on-ipv6": (BrokenError, member("notifyurl", lambda it: "[" in str(it))),
    "hang-on-long-number": (
        HungError,
        member("destination.msisdn", lambda it: bool(re.search("[0-9]{16}", str(it)))),
    ),
    "hang-on-opened-braces": (
        HungError,
        member("channels.sms.text", lambda it: bool(re.search(r"\{\{[^}]*$", str(it)))),
    ),
    "drop-on-large-request": (DroppedError, lambda one: len(one.raw) > 10_000),
    "crash-on-1000-numbers": (
        BrokenError,
        member("destination.msisdn", lambda it: isinstance(it, list) and len(it) >= 1000),
    ),
    "crash-on-whole-float": (BrokenError, any_number(is_whole_float)),
    "crash-on-short-exponent": (BrokenError, raw_matches(rb"[\[:,\s]-?[0-9]+[eE][+-]?[0-9]")),
    "crash-on-minus-zero": (BrokenError, raw_matches(rb"([:\[,]\s*|\A\s*)-0\s*([,}\]]|\Z)")),
    "crash-on-20-digits": (
        BrokenError,
        any_number(lambda it: isinstance(it, int) and not -(2**63) <= it < 2**64),
    ),
    "crash-on-negative-number": (BrokenError, any_number(lambda it: it < 0)),
    "crash-on-whole-float-as-document": (BrokenError, lambda one: is_whole_float(one.value)),
    "crash-on-float-for-object": (
        BrokenError,
        holds_member("channels sms contactPolicy options", lambda it: isinstance(it, float)),
    ),
    "crash-on-zero-for-array": (
        BrokenError,
        holds_member(
            "destination msisdn smartlinks", lambda it: not isinstance(it, bool) and it == 0
        ),
    ),
    "hang-on-wide-exponent": (HungError, raw_matches(rb"[0-9][eE][+-]?[0-9]{9}")),
    "drop-on-tiny-number": (DroppedError, raw_matches(rb"[0-9][eE]-[0-9]{3}")),
    "crash-on-float-for-flag": (
        BrokenError,
        holds_member(
            "sendLinkAsAppClip channelCheckConsent channelApplyFrequencyCap",
            lambda it: isinstance(it, float),
        ),
    ),
    "crash-on-many-digits": (BrokenError, raw_matches(rb"[0-9]{18,}\.[0-9]|[0-9]\.[0-9]{18,}")),
    "crash-on-number-in-destination": (
        BrokenError,
        member(
            "destination",
            lambda it: (
                isinstance(it, list)
                and any(
                    isinstance(one.get("msisdn") if isinstance(one, dict) else one, int | float)
                    for one in it
                )
            ),
        ),
    ),
    "crash-on-long-line": (
        BrokenError,
        lambda one: any(len(line) > 65_535 for line in one.raw.split(b"\n")),
    ),
    "crash-on-4096-in-a-string": (
        BrokenError,
        lambda one: any(isinstance(it, str) and count_bytes(it) > 4096 for it in nodes(one)),
    ),
    "hang-on-65536": (HungError, lambda one: len(one.raw) == 65_536),
    "crash-on-longer-sender": (
        BrokenError,
        member(
            "channels.sms.senderid", lambda it: isinstance(it, str) and len(it.upper()) > len(it)
        ),
    ),
    "crash-beyond-64-kib": (BrokenError, lambda one: len(one.raw) > 65_536),
    "crash-on-65535-in-a-string": (
        BrokenError,
        lambda one: any(isinstance(it, str) and count_bytes(it) > 65_535 for it in nodes(one)),
    ),
    "crash-on-split-character": (BrokenError, lambda one: is_split(one.raw, 1024)),
    "drop-on-split-character": (DroppedError, lambda one: is_split(one.raw, 4096)),
    "hang-on-full-buffer": (HungError, lambda one: bool(one.raw) and len(one.raw) % 1024 == 0),
    "crash-on-padding-within": (BrokenError, raw_matches(rb"[^\s]\s{200,}[^\s]")),
    "crash-on-longer-capitals": (
        BrokenError,
        member(
            "channels.sms.text",
            lambda it: isinstance(it, str) and len(it) <= 1024 < len(it.upper()),
        ),
    ),
    "crash-on-ligature": (
        BrokenError,
        member(
            "correlationid",
            lambda it: (
                isinstance(it, str) and len(unicodedata.normalize("NFKC", it)) >= 3 * len(it) > 0
            ),
        ),
    ),
    "crash-on-unknown-member": (
        BrokenError,
        lambda one: isinstance(one.value, dict) and not set(one.value) <= KNOWN,
    ),
}


def survive(incoming: Incoming, switches: Switches, crashes: Mapping[str, Crash]) -> None:
    """Raise what the fault does to this request."""
    error, strikes = crashes.get(switches.fault or "", (BrokenError, lambda _: False))
    if strikes(incoming):
        raise error
