"""A document that has anything anywhere is told of, and never makes the program fail."""

import copy
import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from contractkit.errors import ContractkitError
from contractkit.importing.creation import make_draft
from contractkit.importing.documents.document import hold_value
from contractkit.importing.documents.library import Library
from contractkit.importing.documents.notes import Notes
from contractkit.importing.rules.rule_ids import RuleIds
from contractkit.pointers import Path as Tokens
from contractkit.pointers import replace_value, to_pointer

DOCUMENT = yaml.safe_load((Path(__file__).parent / "documents" / "everything.yaml").read_text())
ODD = [
    None, [], {}, "x", 3, True, False, -1.5, [None], {"a": None}, {"$ref": 3}, {"$ref": "#"},
    {"$ref": "#/components/schemas/Pet"}, ["a"], "", {"type": "string"},
]  # fmt: skip
A_FEW = 3


def list_places(value: Any, tokens: Tokens = ()) -> Iterator[Tokens]:
    yield tokens
    items = (
        value.items()
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else ()
    )
    for name, inner in items:
        yield from list_places(inner, (*tokens, name))


def draft(value: Any) -> None:
    ids = RuleIds("XX", {})
    make_draft("api", hold_value(value, "api"), "file:///api", Library(), Notes(), ids, ())


def test_the_document_itself_is_read() -> None:
    draft(DOCUMENT)


@pytest.mark.parametrize(("version", "first"), [("3.0.3", 0), ("3.1.0", 7)])
def test_an_odd_value_anywhere_is_no_crash(version: str, first: int) -> None:
    others = islice(cycle(ODD), first, None)
    for tokens in list(list_places(DOCUMENT)):
        for odd in islice(others, A_FEW):
            value = replace_value({**copy.deepcopy(DOCUMENT), "openapi": version}, tokens, odd)
            try:
                draft(value)
            except ContractkitError:
                continue
            except Exception as error:
                raise AssertionError(f"{to_pointer(tokens)}: {json.dumps(odd)}") from error
