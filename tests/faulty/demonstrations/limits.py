"""Demonstrations of the groups limits and parts."""

from tests.faulty.demonstrations.payloads import (
    Edits,
    binary,
    destinations,
    links,
    number,
    numbers,
    policy,
    text,
    url,
)

GOOD, BAD = "+447700900124", "0447700900123"


def list_numbers(count: int) -> list[str]:
    return list(numbers(count)["destination"][0]["msisdn"])


LIMITS: dict[str, Edits] = {
    "text-160": text("a" * 161),
    "text-1000": text("a" * 1001),
    "text-1023": text("a" * 1024),
    "text-1025": text("a" * 1025),
    "text-2000": text("a" * 2000),
    "text-no-limit": text("a" * 5000),
    "text-no-limit-in-binary": binary("00") | {"sms.text": "a" * 1025},
    "text-no-limit-in-unicode": text("a" * 1025, "4"),
    "text-512-in-unicode": text("\u0431" * 513, "4"),
    "text-in-bytes": text("\u0431" * 1024, "4"),
    "text-in-utf16-units": text("\U0001f600" * 1024, "4"),
    "text-without-white-space-around": text("a" * 1024 + " "),
    "text-printable-only": text("a" * 1024 + "\n"),
    "text-of-one-character-refused": text("a"),
    "callback-1024": {"callbackData": "a" * 1025},
    "callback-1999": {"callbackData": "a" * 2000},
    "callback-2001": {"callbackData": "a" * 2001},
    "callback-no-limit": {"callbackData": "a" * 2002},
    "callback-in-bytes": {"callbackData": "\u00e9" * 2000},
    "callback-in-utf16-units": {"callbackData": "\U0001f600" * 2000},
    "callback-without-white-space-around": {"callbackData": " " * 2001},
    "senderid-11": {"sms.senderid": "447700900123"},
    "correlation-36": {"correlationid": "a" * 37},
    "notifyurl-255": url("https://example.com/" + "a" * 256),
    "region-2": {"sms.storeRegion": "USA", "sms.sendLinkAsAppClip": True},
    "group-8": policy(contactPolicyGroup="123456789", channelCheckConsent=True),
    "linkid-4": links("summer", text="{{link_summer}}"),
    "number-16-digits": number("+1234567890123456"),
    "number-14-digits": number("+123456789012345"),
    "number-no-maximum": number("+12345678901234567"),
    "number-one-digit": number("+1"),
    "number-7-digits-at-least": number("+123456"),
    "number-counts-the-plus": number("+123456789012345"),
    "numbers-999": numbers(1000),
    "numbers-100": numbers(101),
    "hex-140-digits": binary("00" * 140),
    "hex-two-octets-at-least": binary("00"),
    "url-port-65536": url("https://example.com:65536/"),
    "url-port-any": url("https://example.com:65537/"),
    "url-port-32767": url("https://example.com:32768/"),
}

PARTS: dict[str, Edits] = {
    "numbers-first-only": number(GOOD, BAD),
    "numbers-last-only": number(BAD, GOOD),
    "numbers-ten-only": number(*numbers(10)["destination"][0]["msisdn"], BAD),
    "numbers-ends-only": number(GOOD, BAD, "+447700900125"),
    "numbers-100-only": number(*list_numbers(100), BAD),
    "numbers-500-only": number(*list_numbers(500), BAD),
    "numbers-999-only": number(*list_numbers(999), BAD),
    "destinations-first-only": destinations(GOOD, BAD),
    "destinations-last-only": destinations(BAD, GOOD),
    "destinations-ten-only": destinations(*numbers(10)["destination"][0]["msisdn"], BAD),
    "second-destination-without-msisdn": {"destination": [{"msisdn": [GOOD]}, {}]},
    "smartlinks-first-only": links("5", ""),
    "smartlinks-last-only": links("", "5"),
    "smartlinks-ten-only": links(*"0123456789", ""),
    "smartlinks-not-checked": links(""),
    "smartlinks-object-not-checked": links("5") | {"smartlinks": {"linkid": "5"}},
    "smartlinks-skip-the-sms": links("5") | {"sms.senderid": ""},
    "type-given-skips-the-rest": text("", "1"),
    "flash-skips-the-text": text("", "2"),
    "policy-not-checked": policy(),
    "policy-first-flag-only": policy(
        contactPolicyGroup="1", channelCheckConsent=True, channelApplyFrequencyCap="no"
    ),
    "url-not-checked": url("no URL"),
    "url-unchecked-without-callback": url("example.com"),
    "callback-unchecked-without-url": {"callbackData": "a" * 2001},
    "number-beginning-only": number("+447700900123x"),
    "number-end-only": number("x+447700900123"),
    "number-any-string": number("nobody"),
    "hex-beginning-only": binary("00zz"),
    "hex-second-line": binary("00\nzz"),
    "hex-not-checked": binary("zz"),
}
