"""What contract.json says of the message in a request, and what is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract, load_schema
from contractkit.contracts.views import View, fill_in_view, load_view
from contractkit.errors import BrokenContractError
from tests.contracts.subschemas import walk_schema
from tests.contracts.traceability import all_versions

MakeContract = Callable[[dict[str, Any]], Contract]
VIEWED = [contract for contract in all_versions() if load_view(contract)]

SIZES = {"name": "a", "single": 9, "each": 7}
WRONG: dict[str, tuple[Any, str]] = {
    "no object": (["/to"], "must be an object"),
    "an unknown key": ({"receivers": ["/to"]}, "has no key 'receivers'"),
    "no list": ({"text": "/text"}, "'text' must be a list of JSON Pointers"),
    "no pointer": ({"sender": ["from"]}, "'sender' must be a list of JSON Pointers"),
    "no string": ({"recipients": ["/to", 1]}, "'recipients' must be a list of JSON Pointers"),
    "no parts": ({"parts": 1}, "'parts' is not readable"),
    "an encoding without a size": ({"parts": [{"name": "a", "single": 9}]}, "is not readable"),
    "an unknown key of an encoding": ({"parts": [SIZES | {"limit": 1}]}, "is not readable"),
    "an encoding that is none": ({"parts": ["GSM"]}, "is not readable"),
    "a part for half a character": ({"parts": [SIZES | {"each": 1}]}, "whole numbers from 2"),
    "a size in words": ({"parts": [SIZES | {"single": "160"}]}, "whole numbers from 2"),
    "an alphabet without a place": ({"parts": [SIZES | {"alphabet": {}}]}, "is not readable"),
    "an alphabet elsewhere": (
        {"parts": [SIZES | {"alphabet": {"schema": "a.schema.json", "at": "/a/b"}}]},
        "a.schema.json has no pattern at /a/b",
    ),
    "no requests": ({"requests": None}, "'requests' must be a list of JSON Pointers"),
}


@pytest.fixture
def make_contract(tmp_path: Path) -> MakeContract:
    folder = tmp_path / "post" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "a.schema.json").write_text('{"a": {"pattern": "^[a-z]*$"}}')
    return lambda data: Contract("post", "1.0.0", str(tmp_path), {"messages": {}, **data})


def test_a_contract_need_not_have_a_view(make_contract: MakeContract) -> None:
    assert load_view(make_contract({})) is None


def test_what_the_view_lacks_is_nowhere(make_contract: MakeContract) -> None:
    assert load_view(make_contract({"view": {"text": ["/a", ""]}})) == View(text=("/a", ""))


@pytest.mark.parametrize("alphabet", ["^[a-z]*$", {"schema": "a.schema.json", "at": "/a/pattern"}])
def test_an_alphabet_is_a_pattern_or_where_one_stands(
    make_contract: MakeContract, alphabet: object
) -> None:
    view = load_view(make_contract({"view": {"parts": [SIZES | {"alphabet": alphabet}]}}))
    assert view is not None
    assert [encoding.alphabet for encoding in view.parts] == ["^[a-z]*$"]


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_view_is_a_broken_contract(make_contract: MakeContract, case: str) -> None:
    view, reason = WRONG[case]
    with pytest.raises(BrokenContractError, match=r"contract\.json: view: ") as caught:
        load_view(make_contract({"view": view}))
    assert reason in str(caught.value)


@pytest.mark.parametrize("contract", VIEWED, ids=str)
def test_the_view_takes_the_alphabet_from_the_rules_about_it(contract: Contract) -> None:
    """No alphabet is written once more: the advice has it, and has it alike in both rules."""
    view = load_view(contract)
    assert view is not None
    [alphabet] = [encoding.alphabet for encoding in view.parts if encoding.alphabet]
    advice = load_schema(contract, "request.advice.schema.json")
    patterns = [
        one.schema["pattern"] for one in walk_schema(advice) if "\\u0393" in get_pattern(one.schema)
    ]
    assert patterns == [alphabet] * 2
    assert "0393" not in json.dumps(contract.data["view"])


def get_pattern(schema: object) -> str:
    return str(schema.get("pattern", "")) if isinstance(schema, dict) else ""


@pytest.mark.parametrize("contract", VIEWED, ids=str)
def test_pointers_of_encodings_lead_to_documented_places(contract: Contract) -> None:
    view = load_view(contract)
    assert view is not None
    places = {place for encoding in view.parts for place in encoding.unless}
    assert places
    assert places <= set(list_fields(contract, "request"))


def test_only_a_keyword_that_lacks_them_is_filled_in(make_contract: MakeContract) -> None:
    contract = make_contract({"view": {"text": ["/a"], "parts": [SIZES]}})
    [encoding] = [asdict(one) for one in (load_view(contract) or View()).parts]
    schema = {"items": [{"x-maxParts": {"max": 1}}, {"x-maxParts": {"max": 2, "text": ["/b"]}}]}
    assert fill_in_view(contract, schema) == {
        "items": [
            {"x-maxParts": {"text": ["/a"], "parts": [encoding], "max": 1}},
            {"x-maxParts": {"text": ["/b"], "parts": [encoding], "max": 2}},
        ]
    }
    assert schema["items"][0] == {"x-maxParts": {"max": 1}}
