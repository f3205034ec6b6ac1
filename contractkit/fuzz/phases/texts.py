"""The text phase: bodies that are not JSON, and doubtful JSON."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import quote

from contractkit.fuzz.probes import Setting, fullest, plainest
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import Case, judge_text
from contractkit.payloads.text_mutations import TEXT_MUTATIONS, break_text

NAME = "text"
DEEPEST = 100_000


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Oddities, then every rule of JSON text broken, the first way of each before others."""
    if setting.rule is None:
        for text in list_odd_texts(setting):
            yield setting.make_probe(NAME, judge_text(setting.contract, setting.message, text))
    for case in _list_broken(setting):
        yield setting.make_probe(NAME, case)


def _list_broken(setting: Setting) -> Iterator[Case]:
    contract, message = setting.contract, setting.message
    wanted = [rule for rule in TEXT_MUTATIONS if setting.rule in (None, rule)]
    for base in (plainest, fullest):
        streams = [break_text(rule, base(contract, message).payload) for rule in wanted]
        for row in zip_longest(*streams):
            yield from (judge_text(contract, message, text) for text in row if text is not None)


def list_odd_texts(setting: Setting) -> Iterator[str | bytes]:
    """Texts that crash parsers, or whoever uses what they give."""
    plain = json.dumps(plainest(setting.contract, setting.message).payload)
    within = plain[:-1]
    yield from ("[" * DEEPEST, "[" * DEEPEST + "]" * DEEPEST, '{"a":' * DEEPEST)
    yield f'{within}, "extra": {"[" * DEEPEST}{"]" * DEEPEST}}}'
    yield f'{within}, "extra": {"9" * 5000}}}'
    yield from (
        f'{within}, "{name}": {{}}}}' for name in ("__proto__", "constructor", "$where", "")
    )
    yield f'{within}, "extra": 1e400}}'
    yield from ("null", "true", "0", '"text"', "[]", "[null]", f"[{plain}]", json.dumps(plain))
    yield from (b"\x00", b"\xff\xfe", b"\xf0\x28\x8c\x28", b"\xef\xbb\xbf", b"key=value&other=1")
    yield f"payload={quote(plain)}"
    yield plain.encode("utf-16")
    yield f"\r\n\t {plain} \r\n"
