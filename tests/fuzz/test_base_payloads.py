"""The payloads in which a place is broken: at the ends and in the middle, beside each choice."""

from itertools import islice
from typing import Any

import pytest

from contractkit.fuzz.base_payloads import list_bases
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.pointers import to_pointer
from tests.fuzz.making import CONTRACT

NUMBER, TEXT, LINK = (
    "/destination/*/msisdn/*", "/channels/sms/text", "/channels/smartlinks/*/linkid"
)  # fmt: skip


def find_point(pattern: str, keyword: str) -> MutationPoint:
    points = list_mutation_points(CONTRACT, "request")
    return next(one for one in points if (one.pattern, one.keyword) == (pattern, keyword))


def list_first(pattern: str, keyword: str, count: int) -> list[tuple[Any, str]]:
    bases = list_bases(find_point(pattern, keyword))
    return [(payload, to_pointer(path)) for payload, path in islice(bases, count)]


@pytest.mark.parametrize(
    ("pattern", "keyword", "pointer", "count"),
    [
        (NUMBER, "pattern", "/destination/0/msisdn/999", 1000),
        (NUMBER, "pattern", "/destination/0/msisdn/499", 1000),
        (NUMBER, "pattern", "/destination/0/msisdn/1", 3),
        (NUMBER, "type", "/destination/0/msisdn/999", 1000),
        (LINK, "minLength", "/channels/smartlinks/1/linkid", 3),
    ],
)
def test_a_place_is_broken_at_the_end_and_in_the_middle_of_its_array(
    pattern: str, keyword: str, pointer: str, count: int
) -> None:
    found = [payload for payload, at in list_first(pattern, keyword, 12) if at == pointer]
    sizes = {
        len(payload["destination"][0]["msisdn"])
        if pattern == NUMBER
        else len(payload["channels"]["smartlinks"])
        for payload in found
    }
    assert count in sizes


def test_what_is_missing_in_an_array_is_so_past_ten_items_and_between_others_at_first() -> None:
    places = [
        (len(payload["destination"]), at)
        for payload, at in list_first("/destination/*", "required", 3)
    ]
    assert places == [(1, "/destination/0"), (12, "/destination/11"), (3, "/destination/1")]


@pytest.mark.parametrize(
    ("pattern", "keyword"), [(TEXT, "minLength"), ("/channels/sms", "required")]
)
def test_what_is_missing_or_empty_is_so_beside_each_type_of_a_plain_payload(
    pattern: str, keyword: str
) -> None:
    payloads = [payload for payload, _ in list_first(pattern, keyword, 4)]
    messages = [one["channels"]["sms"] for one in payloads]
    assert all(one.keys() == {"deliverychannel", "destination", "channels"} for one in payloads)
    assert {one.get("type") for one in messages} == {None, "1", "3", "4"}
    assert all("body" in one for one in messages if one.get("type") == "3")
