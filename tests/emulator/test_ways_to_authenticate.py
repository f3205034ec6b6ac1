"""The emulator lets those in who authenticate in one of the ways of the contract."""

from pathlib import Path

import pytest

from contractkit.emulator import Emulator, emulate
from tests.emulator.client import send
from tests.listed_contracts import LISTED, describe, write_contract
from tests.ways_to_authenticate import KEY, WAYS, Sent

GOOD = {"item": "tea", "count": 2}


def ask(emulator: Emulator, sent: Sent) -> int:
    return send(emulator.url, GOOD, sent.headers, path=f"/orders?{sent.query}").status


@pytest.mark.parametrize("name", WAYS)
def test_only_right_credentials_let_a_request_in(name: str, tmp_path: Path) -> None:
    ways, right, wrong = WAYS[name]
    contract = write_contract(tmp_path, describe(LISTED, authentication=ways))
    with emulate(contract, key=KEY) as emulator:
        assert [ask(emulator, sent) for sent in right] == [201] * len(right)
        assert [ask(emulator, sent) for sent in wrong] == [401] * len(wrong)
        assert emulator.errors == ()
        remembered = repr(emulator.requests)
    assert KEY not in remembered


@pytest.mark.parametrize(
    ("listed", "status"), [({"403": None}, 403), ({"default": "error"}, 401), ({"4XX": None}, 401)]
)
def test_strangers_are_refused_as_is_listed(
    listed: dict[str, str | None], status: int, tmp_path: Path
) -> None:
    data = describe({"201": "ordered", **listed}, authentication=WAYS["a header"].ways)
    with emulate(write_contract(tmp_path, data), key=KEY) as emulator:
        assert ask(emulator, Sent({})) == status


def test_a_user_may_have_no_password(tmp_path: Path) -> None:
    data = describe(LISTED, authentication=WAYS["a user"].ways)
    with emulate(write_contract(tmp_path, data), key="ada") as emulator:
        assert ask(emulator, Sent({"Authorization": "Basic YWRhOg=="})) == 201
        assert ask(emulator, Sent({"Authorization": "Basic YWRhOng="})) == 401
