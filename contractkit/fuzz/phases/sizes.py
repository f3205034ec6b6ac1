"""The sizes phase: bodies of exactly so many bytes, by white space and by what they hold.

Where a buffer, a block or a counter ends, a byte more or less makes a difference. Characters of
several bytes are put so that one stands across each of these ends.
"""

import json
from collections.abc import Iterator
from itertools import islice

from contractkit.findings import Verdict
from contractkit.fuzz.base_payloads import Base, list_open_places
from contractkit.fuzz.needs import AT_LEAST
from contractkit.fuzz.probes import Setting, plainest, write_json
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import Case, judge_payload
from contractkit.payloads.sampling import generate_cases
from contractkit.pointers import replace_value, to_pointer

NAME = "sizes"
EDGES, FURTHER = (256, 1024, 4096, 65_536), (512, 2048, 8192, 16_384, 32_768, 131_072)
STEPS = (1, 0, -1)
SIZES = tuple(sorted(edge + step for edge in (*EDGES, *FURTHER) for step in STEPS))
TEXT_SIZES = (65_536, 32_768)  # of one text: its length may be kept in 16 bits
PLACES = ("in front of it", "within it", "behind it")
SPACES = (b" ", b"\n", b"\t", b"\r\n")
UNITS = ("a", "é", "漢", "😀")
MOST_BROKEN, MARK = 200, "\x00text\x00"


def list_probes(setting: Setting) -> Iterator[Probe]:
    """For each size a valid payload with white space and one with a long text, some broken ones."""
    first, *others = STEPS
    yield from _list_sizes(setting, EDGES, first)
    for number, base in enumerate(list_open_places(setting.contract, setting.message)):
        if number < len(TEXT_SIZES):
            yield from _fill(setting, base, UNITS[0], text_size=TEXT_SIZES[number])
    for step in others:
        yield from _list_sizes(setting, EDGES, step)
    for step in STEPS:
        yield from _list_sizes(setting, FURTHER, step)


def _list_sizes(setting: Setting, edges: tuple[int, ...], step: int) -> Iterator[Probe]:
    contract, message = setting.contract, setting.message
    plain, places = plainest(contract, message), list_open_places(contract, message)
    for number, edge in enumerate(edges):
        size, turn = edge + step, number - step  # so that no edge has the same way every time
        where, space = PLACES[turn % len(PLACES)], SPACES[number % len(SPACES)]
        yield from _pad(setting, plain, size, where, space)
        if places:
            base = places[(number - step * len(edges)) % len(places)]
            yield from _fill(setting, base, UNITS[turn % len(UNITS)], size)
        if step == STEPS[0]:
            yield from islice(_pad_broken(setting, size), 1)


def _pad_broken(setting: Setting, size: int) -> Iterator[Probe]:
    """The probes of a few broken payloads in so many bytes."""
    seed = f"{setting.seed}:sizes:{size}"
    cases = generate_cases(setting.contract, setting.message, Verdict.INVALID, None, seed)
    for case in islice(cases, MOST_BROKEN):
        yield from _pad(setting, case, size, PLACES[0], SPACES[0])


def _pad(setting: Setting, case: Case, size: int, where: str, space: bytes) -> Iterator[Probe]:
    """The probe of a payload in so many bytes by white space, unless it has more already."""
    body = write_json(case.payload)
    room = size - len(body)
    if room >= 0:
        white = (space * room)[:room]
        at = {"in front of it": 0, "within it": 1, "behind it": len(body)}[where]
        at = at if body[:1] in b"{[" else 0
        label = f"{size:,} bytes, filled up with white space {where}"
        yield _make_probe(setting, case, body[:at] + white + body[at:], label)


def _fill(
    setting: Setting, base: Base, unit: str, size: int = 0, text_size: int = 0
) -> Iterator[Probe]:
    """The probe of a payload in so many bytes by a long text in a place, or with so long a text.

    Characters of several bytes stand across each power of two from 256 bytes on.
    """
    payload, path = base
    head, tail = write_json(replace_value(payload, path, MARK)).split(json.dumps(MARK).encode())
    start = len(head) + 1
    room = text_size or size - start - 1 - len(tail)
    width = len(unit.encode())
    powers = EDGES[0], 2 * EDGES[0]  # the others have the same remainders
    lead = next(
        (lead for lead in range(width) if all((edge - start - lead) % width for edge in powers)), 0
    )
    count = (room - lead) // width
    if room < 1:
        return
    text = "a" * lead + unit * count
    text += "a" * (room - len(text.encode()))
    case = judge_payload(setting.contract, setting.message, replace_value(payload, path, text))
    what = f"a text of {room:,} bytes" if text_size else f"{size:,} bytes, filled up with a text"
    label = f"{what} at {to_pointer(path)}"
    yield _make_probe(setting, case, write_json(case.payload), label)


def _make_probe(setting: Setting, case: Case, body: bytes, label: str) -> Probe:
    """The probe of a body; what is larger counts as more special."""
    marks = frozenset(f"{AT_LEAST}{size:,} bytes" for size in SIZES if size <= len(body))
    return setting.make_probe(NAME, case, body, label=label, marks=marks)
