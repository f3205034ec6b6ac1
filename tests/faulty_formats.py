"""Formats of JSON Schema, by the grammars of their RFCs, for servers that judge by hand."""

import re
from ipaddress import AddressValueError, IPv6Address

DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
CLOCK = r"(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
DAYS = r"(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
DURATION = re.compile(rf"P(?:{DAYS}(?:T{CLOCK})?|T{CLOCK}|[0-9]+W)")
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(
    rf"{ATOM}(?:\.{ATOM})*|" + r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"'
)
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})*")
NAMED = r"[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}"
PATH_CHARACTER = rf"(?:{NAMED}|[:@])"
URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?P<authority>[^/?#]*)(?:/{PATH_CHARACTER}*)*"
    rf"|/?{PATH_CHARACTER}+(?:/{PATH_CHARACTER}*)*|/?)"
    rf"(?:\?(?:{PATH_CHARACTER}|[/?])*)?(?:#(?:{PATH_CHARACTER}|[/?])*)?"
)
AUTHORITY = re.compile(
    rf"(?:(?:{NAMED}|:)*@)?(?:\[(?P<literal>[^\[\]]+)\]|(?:{NAMED})*)(?::[0-9]*)?"
)
FUTURE_ADDRESS = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+")
LONGEST_LOCAL_PART, LONGEST_HOST = 64, 255


def is_date(text: str) -> bool:
    """RFC 3339: full-date."""
    found = DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part) for part in found.groups())
    return 1 <= month <= 12 and 1 <= day <= days_of(year, month)


def days_of(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def is_time(text: str) -> bool:
    """RFC 3339: full-time; the second 60 is the last one of a day of UTC."""
    found = TIME.fullmatch(text)
    if not found:
        return False
    hour, minute, second, away_hours, away_minutes = (
        int(found[group] or 0) for group in (1, 2, 3, 5, 6)
    )
    if hour > 23 or minute > 59 or second > 60 or away_hours > 23 or away_minutes > 59:
        return False
    away = (away_hours * 60 + away_minutes) * (-1 if found[4] == "-" else 1)
    return second < 60 or (hour * 60 + minute - away) % 1440 == 1439


def is_date_time(text: str) -> bool:
    """RFC 3339: date-time."""
    return text[10:11] in {"T", "t"} and is_date(text[:10]) and is_time(text[11:])


def is_duration(text: str) -> bool:
    """RFC 3339, appendix A: duration."""
    return bool(DURATION.fullmatch(text))


def is_uuid(text: str) -> bool:
    """RFC 4122, of any version."""
    return bool(UUID.fullmatch(text))


def is_ipv4(text: str) -> bool:
    """RFC 2673: four numbers, none with a zero in front."""
    return bool(IPV4.fullmatch(text))


def is_ipv6(text: str) -> bool:
    """RFC 4291, without a zone."""
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return "%" not in text


def is_email(text: str) -> bool:
    """RFC 5321: Mailbox."""
    local_part, _, domain = text.rpartition("@")
    if len(local_part) > LONGEST_LOCAL_PART or not LOCAL_PART.fullmatch(local_part):
        return False
    if domain.startswith("[") and domain.endswith("]"):
        literal = domain[1:-1]
        return is_ipv4(literal) or (literal[:5].lower() == "ipv6:" and is_ipv6(literal[5:]))
    return len(domain) <= LONGEST_HOST and bool(HOST.fullmatch(domain))


def is_uri(text: str) -> bool:
    """RFC 3986: URI."""
    found = URI.fullmatch(text)
    if not found:
        return False
    authority = AUTHORITY.fullmatch(found["authority"] or "")
    if not authority:
        return False
    literal = authority["literal"]
    return literal is None or is_ipv6(literal) or bool(FUTURE_ADDRESS.fullmatch(literal))
