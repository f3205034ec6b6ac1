"""Faults of reading: what is taken though it is no JSON, and JSON that is not understood."""

import ast
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.faulty.faults import Switches

STRING = r'("(?:\\.|[^"\\])*")|'
EMPTY = ('{"deliverychannel":"sms","destination":[{"msisdn":["+447700900123"]}],'
         '"channels":{"sms":{"senderid":"ACME","text":"-"}}}')  # fmt: skip


def quote(found: re.Match[str]) -> str:
    return found[1] or json.dumps(found[2])


def keep(found: re.Match[str]) -> str:
    return found[1] or ""


# What stands outside strings and is put right, though it should be refused.
REPAIRS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "line-comments": (STRING + r"//[^\n]*", keep),
    "block-comments": (STRING + r"(?s:/\*.*?\*/)", keep),
    "hash-comments": (STRING + r"#[^\n]*", keep),
    "trailing-commas": (STRING + r",(?=\s*[}\]])", keep),
    "doubled-commas": (STRING + r",(?=\s*,)|(?<=\[)\s*,", keep),
    "single-quotes": (STRING + r"'((?:[^'\\]|\\.)*)'", quote),
    "names-without-quotes": (STRING + r"([A-Za-z_]\w*)(?=\s*:)", quote),
    "leading-zeros": (STRING + r"(?<![\w.])0+(?=[0-9])", keep),
    "plus-signs": (STRING + r"\+(?=[0-9])", keep),
    "semicolons": (STRING + r";", lambda found: found[1] or ","),
    "equals-signs": (STRING + r"=>?", lambda found: found[1] or ":"),
    "typographic-quotes": (r"“([^“”\"]*)”()", lambda found: json.dumps(found[1])),
    "words-of-python": (
        STRING + r"\b(?:(True)|(False)|None)\b",
        lambda found: found[1] or ("true" if found[2] else "false" if found[3] else "null"),
    ),
    "no-break-spaces": (STRING + "\u00a0", lambda found: found[1] or " "),
    "missing-brackets": (r"[^}\]]\s*\Z()", lambda found: found[0] + "}" * 3),
    "missing-commas": (STRING + r"(?<=\")(\s+)(?=\")", lambda found: found[1] or ","),
}


def decode(raw: bytes, switches: Switches) -> str:
    """ValueError where the bytes are no UTF-8."""
    if switches.has("utf-16") and b"\0" in raw[:4]:
        return raw.decode("utf-16" if raw[:2] == b"\xff\xfe" else "utf-16-le")
    if switches.has("bad-utf-8-replaced"):
        return raw.decode("utf-8", "replace")
    if switches.has("bad-utf-8-ignored"):
        return raw.decode("utf-8", "ignore")
    if switches.has("encoded-surrogates"):
        return raw.decode("utf-8", "surrogatepass")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if switches.has("latin-1-for-bad-utf-8"):
            return raw.decode("latin-1")
        raise


def repair(text: str, switches: Switches) -> str:
    pattern, replacement = REPAIRS.get(switches.fault or "", ("", keep))
    if pattern:
        return re.sub(pattern, replacement, text)
    if switches.has("empty-request") and not text.strip():
        return EMPTY
    if switches.has("hexadecimal-escapes"):
        return re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text)
    if switches.has("unknown-escapes"):
        return re.sub(r"(?<!\\)\\(?![\"\\/bfnrtu])", "", text)
    return text


def parse_otherwise(text: str, switches: Switches) -> list[Any]:
    """The value in a list, where a fault reads something else than JSON."""
    if switches.has("text-behind-the-document"):
        return [json.JSONDecoder().raw_decode(text.lstrip())[0]]
    if switches.has("last-document-counts"):
        return [json.loads(text.strip().splitlines()[-1])] if "}\n{" in text else []
    if switches.has("python-literals") and "'" in text:
        try:
            return [ast.literal_eval(text.strip())]
        except (SyntaxError, ValueError):
            return []
    if switches.has("form-encoded") and text.startswith("payload="):
        return [json.loads(parse_qs(text)["payload"][0])]
    return []


def is_text_refused(text: str, switches: Switches) -> bool:
    """Whether a fault refuses the text of a valid request for the way it is written."""
    first = re.match(r'\s*\{\s*"([^"]*)"', text)
    name = first[1] if first else ""
    return (
        (switches.has("names-in-order") and name != "deliverychannel")
        or (switches.has("escapes-in-names") and bool(re.search(r'\\u[^"]*"\s*:', text)))
        or (switches.has("escapes-in-values") and bool(re.search(r"\\u00[2-7]", text)))
        or (switches.has("escaped-slash") and "\\/" in text)
        or (switches.has("escaped-pairs") and bool(re.search(r"\\u[dD][89abAB]", text)))
        or (switches.has("upper-case-escapes") and bool(re.search(r"\\u\w*[A-F]", text)))
        or (switches.has("more-than-one-line") and "\n" in text.strip())
        or (switches.has("tabs") and "\t" in text)
        or (switches.has("carriage-returns") and "\r" in text)
        or (switches.has("space-after-colon") and '": ' not in text)
        or (switches.has("space-before-colon") and bool(re.search(r'"\s+:', text)))
        or (switches.has("white-space-in-front") and text[:1].isspace())
        or (switches.has("line-break-behind") and text[-1:].isspace())
        or (switches.has("destination-before-channels")
            and -1 < text.find('"channels"') < text.find('"destination"'))
    )  # fmt: skip
