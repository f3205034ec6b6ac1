"""What differs in the parameters of a request counts for the number of a version, too."""

import json
from pathlib import Path

import pytest

from contractkit.compare import compare
from contractkit.contracts.loading import Contract, load
from tests.calendar_contract import LIST, write_calendar

CHANGES: dict[str, tuple[str, str, str | None]] = {
    "nothing": ("", "", None),
    "what is said of it": ('"title": "Calendar"', '"title": "Agenda"', None),
    "a lower limit": ('"maximum": 100', '"maximum": 50', "major"),
    "a higher limit": ('"maximum": 100', '"maximum": 200', "minor"),
    "an optional one becomes mandatory": (
        '"name": "limit",', '"name": "limit", "required": true, "rule": "OR1",', "major",
    ),
}  # fmt: skip


def change(folder: Path, old: str, new: str) -> Contract:
    contract = write_calendar(folder)
    file = Path(contract.folder) / "contract.json"
    text = json.dumps(json.loads(file.read_text()))
    assert old in text
    file.write_text(text.replace(old, new))
    return load(schemas=contract.home)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_parameters_is_a_step(name: str, tmp_path: Path) -> None:
    old, new, step = CHANGES[name]
    before, after = write_calendar(tmp_path / "before"), change(tmp_path / "after", old, new)
    difference = compare(before, after)
    found = [one for one in difference.messages if one.message.startswith("parameters of ")]
    assert [one.message for one in found] == ([f"parameters of {LIST}"] if step else [])
    assert difference.step == (step or "patch")
