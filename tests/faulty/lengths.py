"""How long a text may be."""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import quote

from tests.faulty.faults import Switches
from tests.faulty.problem import wrong
from tests.problem import Problem


def count_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def count_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count_stripped(text: str) -> int:
    return len(text.strip())


def count_printable(text: str) -> int:
    return sum(character.isprintable() for character in text)


def count_in(form: Literal["NFC", "NFD", "NFKC"]) -> Callable[[str], int]:
    return lambda text: len(unicodedata.normalize(form, text))


def count_septets(text: str) -> int:
    return len(text) + sum(character in "^{}[]~\\|€\f" for character in text)


def count_clusters(text: str) -> int:
    return sum(not unicodedata.combining(character) for character in text)


def count_graphemes(text: str) -> int:
    joined = re.sub("\u200d.", "", text)
    return sum(not unicodedata.combining(character) for character in joined)


def count_visible(text: str) -> int:
    return sum(unicodedata.category(character) != "Cf" for character in text)


def count_line_breaks_once(text: str) -> int:
    return len(text.replace("\r\n", "\n"))


Length = tuple[Callable[[str], int], float]

TEXT: Length = (len, 1024)
FAULTY_TEXTS: dict[str, Length] = {
    "text-1000": (len, 1000),
    "text-1023": (len, 1023),
    "text-1025": (len, 1025),
    "text-2000": (len, 2000),
    "text-160": (len, 160),
    "text-no-limit": (len, float("inf")),
    "text-in-bytes": (count_bytes, 1024),
    "text-in-utf16-units": (count_units, 1024),
    "text-without-white-space-around": (count_stripped, 1024),
    "text-printable-only": (count_printable, 1024),
    "text-counted-decomposed": (count_in("NFD"), 1024),
    "text-counted-composed": (count_in("NFC"), 1024),
    "text-counted-compatible": (count_in("NFKC"), 1024),
    "text-counted-in-septets": (count_septets, 1024),
    "text-counted-in-graphemes": (count_graphemes, 1024),
    "text-counted-with-cr-lf": (lambda text: len(text) + text.count("\n"), 1024),
    "text-counted-without-invisible": (count_visible, 1024),
    "text-counted-in-titles": (lambda text: len(text.title()), 1024),
    "text-counted-folded": (lambda text: len(text.casefold()), 1024),
}
CALLBACK: Length = (len, 2000)
FAULTY_CALLBACKS: dict[str, Length] = {
    "callback-1024": (len, 1024),
    "callback-1999": (len, 1999),
    "callback-2001": (len, 2001),
    "callback-no-limit": (len, float("inf")),
    "callback-in-bytes": (count_bytes, 2000),
    "callback-in-utf16-units": (count_units, 2000),
    "callback-without-white-space-around": (count_stripped, 2000),
    "callback-counted-compatible": (count_in("NFKC"), 2000),
    "callback-counted-in-capitals": (lambda text: len(text.upper()), 2000),
    "callback-counted-in-small-letters": (lambda text: len(text.lower()), 2000),
    "callback-counted-for-html": (lambda text: len(html.escape(text)), 2000),
    "callback-counted-for-json": (lambda text: len(json.dumps(text, ensure_ascii=False)) - 2, 2000),
    "callback-counted-with-one-line-break": (count_line_breaks_once, 2000),
    "callback-counted-for-urls": (lambda text: len(quote(text, errors="replace")), 2000),
    "callback-counted-for-xml": (
        lambda text: len(text.encode("ascii", "xmlcharrefreplace")),
        2000,
    ),
    "callback-counted-in-clusters": (count_clusters, 2000),
}
# Limits that the specification does not have.
INVENTED = {
    "senderid-11": ("senderid", 11),
    "correlation-36": ("correlationid", 36),
    "notifyurl-255": ("notifyurl", 255),
    "region-2": ("storeRegion", 2),
    "group-8": ("contactPolicyGroup", 8),
    "linkid-4": ("linkid", 4),
}


def check_text_length(text: str, kind: object, switches: Switches) -> Iterator[Problem]:
    count, most = FAULTY_TEXTS.get(switches.fault or "", TEXT)
    if switches.has("text-512-in-unicode") and kind == "4":
        most = 512
    if switches.has("text-no-limit-in-binary") and kind == "3":
        most = float("inf")
    if switches.has("text-no-limit-in-unicode") and kind == "4":
        most = float("inf")
    if count(text) > most:
        yield wrong("text", f"of at most {most} characters", late="7107")
    if len(text) < 2 and switches.has("text-of-one-character-refused"):
        yield wrong("text", "longer")


def check_callback_length(text: str, switches: Switches) -> Iterator[Problem]:
    count, most = FAULTY_CALLBACKS.get(switches.fault or "", CALLBACK)
    if count(text) > most:
        yield wrong("callbackData", f"of at most {most} characters")


def check_invented(name: str, value: object, switches: Switches) -> Iterator[Problem]:
    of, most = INVENTED.get(switches.fault or "", ("", 0))
    if of == name and isinstance(value, str) and len(value) > most:
        yield wrong(name, f"of at most {most} characters")
