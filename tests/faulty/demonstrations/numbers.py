"""Demonstrations of the group numbers."""

from tests.faulty.demonstrations.payloads import Edits, number, options, policy
from tests.faulty.demonstrations.requests import Request, payload, raw
from tests.faulty.demonstrations.texts import PLAIN

NUMBERS: dict[str, Edits] = {
    "correlationid-falsy": {"correlationid": 0},
    "callbackdata-falsy": {"callbackData": False},
    "storeregion-as-float": {"sms.storeRegion": 7.0},
    "notifyurlauthid-as-large-integer": {"notifyurlAuthId": 10**19 * 2},
    "expiry-as-float": {"expiry": 1798718400.0},
    "tag1-as-float": options(tag1=0.5),
    "type-as-float": {"sms.type": 1.0},
    "number-as-float": number(447700900123.0),
    "policy-falsy": {"contactPolicy": 0},
    "smartlinks-falsy": {"smartlinks": 0},
    "options-falsy": {"options": False},
    "flag-by-wrapping": policy(contactPolicyGroup="1", channelCheckConsent=2**64),
    "correlationid-as-exponent": {"correlationid": 100.0},
    "text-as-negative": {"sms.text": -7},
    "customerid-as-number": {"destination.0.customerid": 17},
    "domain-as-zero": options(domain=0),
    "flag-as-float": policy(contactPolicyGroup="1", channelCheckConsent=1.0),
}


def extra(written: str) -> list[Request]:
    """The smallest payload with one member more, a number as it is written."""
    return raw(f'{{"extra": {written}, {PLAIN[1:]}'.encode())


CRASHES: dict[str, list[Request]] = {
    "crash-on-whole-float": extra("7.0"),
    "crash-on-short-exponent": extra("1e2"),
    "crash-on-minus-zero": extra("-0"),
    "crash-on-20-digits": extra("9" * 20),
    "crash-on-negative-number": extra("-1"),
    "crash-on-whole-float-as-document": raw(b"7.0"),
    "crash-on-float-for-object": payload({"channels": 0.5}),
    "crash-on-float-for-flag": payload({"sms.sendLinkAsAppClip": 0.5}),
    "crash-on-many-digits": extra("0.1234567890123456789"),
    "crash-on-number-in-destination": payload({"destination": [7]}),
    "crash-on-zero-for-array": payload({"destination": 0}),
    "hang-on-wide-exponent": extra("1e-999999999"),
    "drop-on-tiny-number": extra("1e-999"),
}
