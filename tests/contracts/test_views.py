"""What contract.json says of the message in a request, and what is wrong with it."""

from typing import Any

import pytest

from contractkit.contracts.loading import Contract
from contractkit.contracts.views import View, load_view
from contractkit.errors import BrokenContractError

WRONG: dict[str, tuple[Any, str]] = {
    "no object": (["/to"], "must be an object"),
    "an unknown key": ({"receivers": ["/to"]}, "has no key 'receivers'"),
    "no list": ({"text": "/text"}, "'text' must be a list of JSON Pointers"),
    "no pointer": ({"sender": ["from"]}, "'sender' must be a list of JSON Pointers"),
    "no string": ({"recipients": ["/to", 1]}, "'recipients' must be a list of JSON Pointers"),
    "no requests": ({"requests": None}, "'requests' must be a list of JSON Pointers"),
}


def contract_with(data: dict[str, Any]) -> Contract:
    return Contract("post", "1.0.0", "home", {"messages": {}, **data})


def test_a_contract_need_not_have_a_view() -> None:
    assert load_view(contract_with({})) is None


def test_what_the_view_lacks_is_nowhere() -> None:
    assert load_view(contract_with({"view": {"text": ["/a", ""]}})) == View(text=("/a", ""))


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_view_is_a_broken_contract(case: str) -> None:
    view, reason = WRONG[case]
    with pytest.raises(BrokenContractError, match=r"contract\.json: view: ") as caught:
        load_view(contract_with({"view": view}))
    assert reason in str(caught.value)
