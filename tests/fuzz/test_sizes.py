"""The sizes phase: bodies of exactly so many bytes, valid and broken."""

from itertools import islice, pairwise

import pytest

from contractkit.fuzz.base_payloads import list_open_places
from contractkit.fuzz.phases import sizes
from contractkit.fuzz.records import Expectation, Probe
from tests.fuzz.making import CONTRACT, SETTING

SENT = list(sizes.list_probes(SETTING))
VALID = [probe for probe in SENT if probe.expect is Expectation.ACCEPT]
FIRST = 30  # as many as a run of 1,000 requests sends, about
WANTED = [edge + step for edge in (256, 1024, 4096, 65_536) for step in (-1, 0, 1)]

SPACES = (b" ", b"\n", b"\t", b"\r\n")
POWERS = [2**exponent for exponent in range(8, 18)]


def is_padded(probe: Probe) -> bool:
    return "white space" in probe.label


@pytest.mark.parametrize("size", WANTED)
def test_each_size_is_reached_to_the_byte_by_white_space_and_by_a_text(size: int) -> None:
    sent = [probe for probe in islice(SENT, FIRST) if len(probe.body) == size]
    valid = [probe for probe in sent if probe.expect is Expectation.ACCEPT]
    assert sorted(map(is_padded, valid)) == [False, True]
    assert all(f"{size:,} bytes" in probe.label for probe in sent)


def test_white_space_of_every_kind_stands_in_every_place() -> None:
    places, spaces = set(), set()
    for probe in filter(is_padded, VALID):
        before, after = probe.body[:1].isspace(), probe.body[-1:].isspace()
        where = "in front of it" if before else "behind it" if after else "within it"
        assert where in probe.label
        places.add(where)
        spaces |= {(where, space) for space in SPACES if space * 99 in probe.body}
    assert places == {"in front of it", "behind it", "within it"}
    assert len(spaces) == len(places) * len(SPACES)


def test_a_character_stands_across_each_power_of_two() -> None:
    widths = set()
    for probe in VALID:
        wide = [at for at, byte in enumerate(probe.body) if byte > 0x7F]
        if wide:
            powers = [power for power in POWERS if wide[0] < power <= wide[-1]]
            assert all(0x80 <= probe.body[power] < 0xC0 for power in powers)
            widths.add(len(probe.body[wide[0] :].decode()[0].encode()))
    assert widths == {2, 3, 4}


def test_what_is_broken_is_sent_large_too() -> None:
    broken = [probe for probe in islice(SENT, FIRST) if probe.expect is Expectation.REFUSE]
    assert [len(probe.body) for probe in broken] == [257, 1025, 4097, 65_537]
    assert all(probe.rules for probe in broken)


def test_a_text_may_be_longer_than_16_bits_say() -> None:
    texts = [probe for probe in islice(SENT, FIRST) if "a text of" in probe.label]
    assert any(b"a" * 65_536 in probe.body for probe in texts)


def test_what_is_larger_counts_as_more_special() -> None:
    ordered = sorted(SENT, key=lambda probe: len(probe.body))
    for smaller, larger in pairwise(ordered):
        assert smaller.marks <= larger.marks


def test_open_places_hold_any_text() -> None:
    paths = [path for _, path in list_open_places(CONTRACT, "request")]
    assert ("correlationid",) in paths
    assert ("callbackData",) not in paths  # it has a limit
    assert ("notifyurl",) not in paths  # it has a pattern
