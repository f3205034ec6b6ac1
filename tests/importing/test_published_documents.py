"""Documents that others published become contracts, or are refused in one line."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contractkit.contracts.rules import load_rules
from contractkit.errors import DocumentError
from contractkit.importing.creation import create_contract

FOLDER = Path(__file__).parents[1] / "contracts/node_modules/@readme/oas-examples"
# The same documents are there as JSON too; a few of these are enough.
DOCUMENTS = sorted(FOLDER.glob("3.*/yaml/*.yaml")) + sorted(FOLDER.glob("3.*/json/pet*.json"))
# What takes only forms and files, or nothing that a request can be told by.
REFUSED = ("file-uploads", "form-data", "schema-encoding-style")

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="npm ci --prefix tests/contracts was not run")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_a_published_document_becomes_a_contract(path: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "contracts")
    if path.stem in REFUSED:
        with pytest.raises(DocumentError, match=r"(can|cannot) be taken over"):
            create_contract("api", str(path), home)
        return
    made = create_contract("api", str(path), home)
    assert set(made.draft.schemas) == {
        entry[key] for entry in made.contract.data["messages"].values() for key in entry
    }
    for schema in made.draft.schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    rules = load_rules(made.contract)
    assert list_named(made.contract.data, list(made.draft.schemas.values())) <= set(rules)
    assert all(note.place for note in made.notes)


def list_named(*values: Any) -> set[str]:
    """The ids of rules that contract.json and the schemas name."""
    found: set[str] = set()
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            found |= {rule for rule in list_ids(value.get("x-rules", {})) if rule}
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return found


def list_ids(rules: Any) -> list[str]:
    values = rules.values() if isinstance(rules, dict) else ()
    return [one for rule in values for one in (rule.values() if isinstance(rule, dict) else [rule])]
