"""The second contract of docs/your-own-api.md works in every command that the page shows."""

import json
import shlex
from pathlib import Path

import pytest

from contractkit import explain
from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import find_notification_form, list_notification_forms
from contractkit.contracts.operations import Operation, list_operations
from contractkit.contracts.repeated_values import (
    RepeatedValue,
    list_answered_values,
    list_differences,
)
from contractkit.contracts.rules import load_rules
from contractkit.errors import UnknownNameError
from tests.cli.program import run
from tests.second_contract import COMMANDS, SAVED, SECTION, write_second_contract


@pytest.fixture
def contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contract:
    monkeypatch.chdir(tmp_path)
    return write_second_contract(tmp_path)


def test_every_block_is_used() -> None:
    assert SECTION.count("```") == 2 * (len(SAVED) + 1)


@pytest.mark.usefixtures("contract")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works(command: str) -> None:
    outcome = run(*shlex.split(command)[1:])
    assert (outcome.status, "error" in outcome.err) == (0, False), outcome.err
    if " fuzz " in command:
        assert "no failures" in outcome.out
    if " explain " in command:
        assert outcome.out.startswith("# BT701: The booking key is plain\n\nwarning (doubtful")
    if " export " in command:
        assert "/v1/bookings/{id}" in json.loads(outcome.out)["paths"]


@pytest.mark.parametrize("name", ["Booking-Key", "booking-key"])
def test_a_header_is_explained_by_its_name(contract: Contract, name: str) -> None:
    text = explain(name, contract)
    assert text.startswith("# Booking-Key, a header of a request\n\nBT701: The booking key is")
    assert "No two requests have the same value." in text
    with pytest.raises(UnknownNameError, match="did you mean 'Booking-Key'"):
        explain("Bookingkey", contract)


def test_the_rules_of_headers_and_statuses_are_rules_of_the_contract(contract: Contract) -> None:
    own = [rule for rule in load_rules(contract) if rule[:2] not in ("JT", "RC")]
    assert own == ["BT101", "BT301", "BT701", "BT702"]


def test_a_form_is_found_by_its_message(contract: Contract) -> None:
    forms = list_notification_forms(contract)
    assert [form.message for form in forms] == ["event", "short-event"]
    assert find_notification_form(contract, None) is forms[0]
    assert find_notification_form(contract, "short-event") is forms[1]
    with pytest.raises(UnknownNameError, match="known are event, short-event"):
        find_notification_form(contract, "other")


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/v1/bookings/b-1", {"id": "b-1"}),
        ("/v1/bookings/a%2Fb", {"id": "a/b"}),
        ("/v1/bookings/", None),
        ("/v1/bookings", None),
        ("/v1/bookings/a/b", None),
        ("/v2/bookings/a", None),
    ],
)
def test_a_path_gives_the_values_of_its_parameters(
    contract: Contract, path: str, values: dict[str, str] | None
) -> None:
    [operation] = list_operations(contract)
    assert operation.match_path(path) == values
    if values:
        assert operation.make_path(values) == path


def test_each_item_of_an_acceptance_has_parameters() -> None:
    operation = Operation("o", "", "GET", "/{a}/x/{b}", {"a": "/*/a", "b": "/*/b"}, {}, None)
    found = list(operation.list_parameters([{"a": "1", "b": "2"}, {"a": "3"}, {"b": 4}]))
    assert found == [{"a": "1", "b": "2"}, {"a": "3", "b": "2"}]
    assert list(operation.list_parameters({"a": "1"})) == []


@pytest.mark.parametrize(
    ("answer", "request_", "blamed"),
    [
        ({"mark": "m"}, {"mark": "m"}, []),
        ({"mark": "n"}, {"mark": "m"}, ["/mark"]),
        ({"mark": ""}, {}, []),
        ({"mark": "m"}, {}, ["/mark"]),
        ({}, {"mark": "m"}, []),
        ({"mark": None}, {"mark": "m"}, []),
        ([{"mark": "n"}], {"mark": "m"}, []),
    ],
)
def test_what_an_acceptance_repeats_is_compared_where_it_stands(
    contract: Contract, answer: object, request_: object, blamed: list[str]
) -> None:
    repeats = list_answered_values(contract)
    found = list_differences(repeats, answer, {"request": request_})
    assert [one.pointer for one in found] == blamed


def test_without_a_stand_in_what_the_request_lacks_is_open() -> None:
    pair = RepeatedValue("/*/mark", "request", "/to/*/mark", strict=False)
    values = [{"mark": "m"}, {"mark": "n"}]
    assert list(list_differences([pair], values, {"request": {}})) == []
    [found] = list_differences([pair], values, {"request": {"to": [{"mark": "m"}]}})
    assert (found.pointer, found.value, found.wanted) == ("/1/mark", "n", "m")
    assert list(list_differences([pair], values, {"request": {"to": [{"mark": "m"}, {}]}})) == []


@pytest.mark.parametrize(("mark", "blamed"), [("m", 0), ("", 0), ("n", 1), (None, 1)])
def test_where_one_item_lacks_it_the_stand_in_is_right_too(mark: object, blamed: int) -> None:
    pair = RepeatedValue("/mark", "request", "/to/*/mark", "")
    request = {"to": [{"mark": "m"}, {}]}
    assert len(list(list_differences([pair], {"mark": mark}, {"request": request}))) == blamed


@pytest.mark.parametrize(
    ("source", "path", "narrowed"),
    [
        ("/to/*/mark", ("to", 1, "numbers", 0), "/to/1/mark"),
        ("/to/*/numbers/*", ("to", 1, "numbers", 0), "/to/1/numbers/0"),
        ("/from/*/mark", ("to", 1, "numbers", 0), "/from/*/mark"),
        ("/mark", ("to", 1, "numbers", 0), "/mark"),
        ("/to/*/mark", ("to",), "/to/*/mark"),
    ],
)
def test_the_item_that_a_notification_is_about_counts(
    source: str, path: tuple[str | int, ...], narrowed: str
) -> None:
    assert RepeatedValue("/a", "request", source).narrow(path).source == narrowed


def test_an_open_pair_is_not_compared() -> None:
    pair = RepeatedValue("/id", "answer", "/id", strict=False, is_open=True)
    assert list(list_differences([pair], {"id": 1}, {"answer": {"id": 2}})) == []
