"""A contract with several requests, as a whole and as each of them sees it."""

from pathlib import Path

import pytest

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, load
from contractkit.contracts.requests import (
    find_common_path,
    find_request,
    list_request_messages,
    list_requests,
    may_lack_body,
    name_request,
    request_message,
    takes_body,
)
from contractkit.contracts.rules import load_rules
from contractkit.contracts.schemas import load_message_schemas
from contractkit.errors import UnknownNameError
from tests.calendar_contract import ADD, BASE, LIST, REMOVE, TODAY, write_calendar
from tests.listed_contracts import LISTED, NAME, describe, write_contract


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return write_calendar(tmp_path_factory.mktemp("calendar"))


def test_the_views_are_always_the_same_objects(whole: Contract) -> None:
    views = list_requests(whole)
    assert [view.request for view in views] == [LIST, ADD, REMOVE, TODAY]
    assert all(one is other for one, other in zip(views, list_requests(whole), strict=True))
    assert {view.whole for view in views} == {whole}


def test_a_view_sees_its_own(whole: Contract) -> None:
    view = find_request(whole, ADD)
    assert view.messages == ("event", "added", "error")
    assert find_request(whole, LIST).messages == ("added", "error")
    assert find_request(whole, REMOVE).messages == ()
    assert view.data["operation"]["method"] == "POST"
    assert (str(view), view.label) == (str(whole), f"{whole} {ADD}")
    assert "requests" not in view.data
    assert whole.messages == ("event", "added", "error")
    assert "operation" not in whole.data


@pytest.mark.parametrize(
    "name",
    [LIST, "get /days/{day}/events", "listEvents", f"GET {BASE}/days/{{day}}/events", f" {LIST} "],
)
def test_a_request_has_several_names(name: str, whole: Contract) -> None:
    assert find_request(whole, name).request == LIST
    assert load(NAME, schemas=whole.home, operation=name).request == LIST


def test_a_path_is_enough_where_one_request_has_it(whole: Contract) -> None:
    assert find_request(whole, "/days/today/events").request == TODAY
    with pytest.raises(UnknownNameError):
        find_request(whole, "/days/{day}/events")


@pytest.mark.parametrize(
    ("name", "nearest"), [("POST /days/{day}/event", ADD), ("DELET /days/{day}/events", REMOVE)]
)
def test_the_nearest_is_named(name: str, nearest: str, whole: Contract) -> None:
    with pytest.raises(UnknownNameError, match="unknown operation") as raised:
        load(NAME, schemas=whole.home, operation=name)
    assert raised.value.nearest == nearest


def test_a_contract_of_one_request_is_its_own_view(tmp_path: Path) -> None:
    contract = write_contract(tmp_path, describe(LISTED))
    assert list_requests(contract) == (contract,)
    assert find_request(contract, "post /orders") is contract
    assert name_request(contract) == "POST /orders"
    with pytest.raises(UnknownNameError):
        find_request(contract, "POST /order")


def test_what_a_request_has(whole: Contract) -> None:
    lists, adds, removes, _ = list_requests(whole)
    assert [request_message(view) for view in (lists, adds, removes)] == ["", "event", ""]
    assert [takes_body(view) for view in (lists, adds, removes)] == [False, True, False]
    assert [may_lack_body(view) for view in (lists, adds)] == [True, False]
    assert list_request_messages(adds) == ["event", PARAMETERS]
    assert list_request_messages(lists) == [PARAMETERS]
    assert find_common_path(lists) == BASE


def test_the_paths_of_all_may_have_no_common_beginning(tmp_path: Path) -> None:
    requests = {
        f"GET /{name}": {
            "operation": {"method": "GET", "path": f"{base}/{name}", "body": "none"},
            "messages": [],
            "answers": {"messages": {"204": None}},
        }
        for name, base in (("one", "/api/v1"), ("two", "/api/v2"), ("three", "/api"))
    }
    whole = write_contract(tmp_path, {"title": "Two", "messages": {}, "requests": requests})
    views = list_requests(whole)
    assert {find_common_path(view) for view in views} == {"/api"}


def test_rules_are_those_that_a_request_names(whole: Contract) -> None:
    own = {rule for rule in load_rules(whole) if rule.startswith("OR")}
    assert own == {"OR1", "OR2", "OR3"}
    today = {rule for rule in load_rules(find_request(whole, TODAY)) if rule.startswith("OR")}
    assert today == own
    assert load_rules(whole)["JT001"] is load_rules(find_request(whole, TODAY))["JT001"]
    assert load_examples(find_request(whole, ADD)) is load_examples(whole)


def test_the_parameters_are_a_message(whole: Contract) -> None:
    [layer] = load_message_schemas(find_request(whole, LIST), PARAMETERS)
    query = layer.schema["properties"]["query"]
    assert query["required"] == ["zone"]
    assert query["x-rules"] == {"required": {"zone": "OR1"}}
    assert layer.schema["required"] == ["path", "query"]
    assert layer.schema["x-rules"] == {"required": {"path": "OR1", "query": "OR1"}}
    assert layer.schema["properties"]["path"]["x-rules"] == {"required": {"day": "OR1"}}
    reference = query["properties"]["tags"]["items"]["$ref"].removeprefix("#/$defs/")
    assert layer.schema["$defs"][reference]["maxLength"] == 3
