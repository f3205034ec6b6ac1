"""The codes in the schemas are exactly those of codes.json, each with its statuses."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.examples import load_examples
from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract, read_json
from contractkit.findings import Verdict
from contractkit.pointers import (
    select_values,
    set_value,
    to_pattern,
    to_pointer,
    to_tokens,
)
from contractkit.validation.check import check
from tests.contracts.traceability import all_versions

VERSIONS = all_versions()
CODE = "{{code}}"  # in a template


def find_code(value: Any, path: tuple[str | int, ...] = ()) -> str | None:
    """The pointer of the place in a template that the code is put at."""
    if value == CODE:
        return to_pointer(path)
    inner = value.items() if isinstance(value, dict) else ()
    found = (find_code(one, (*path, name)) for name, one in inner)
    return next((pointer for pointer in found if pointer), None)


def list_forms(contract: Contract) -> Iterator[tuple[str, str, str]]:
    """The messages that notify with a code: each with the pointers of code and status."""
    callback = contract.data["callback"]
    for form in callback.get("forms", [callback]):
        code = find_code(form["template"])
        if code:
            yield form["message"], code, form["status"]


FORMS = [pytest.param(contract, *form) for contract in VERSIONS for form in list_forms(contract)]


def known_codes(contract: Contract, message: str, pointer: str) -> set[str]:
    """The codes that the schemas of a message list at a place."""
    field = list_fields(contract, message)[to_pattern(pointer)]
    lists = [one.get("enum", [one["const"]] if "const" in one else []) for one in field.schemas]
    return {code for codes in lists for code in codes}


def codes_of(contract: Contract, context: str) -> dict[str, Code]:
    return {one.code: one for one in load_codes(contract) if one.context == context}


@pytest.mark.parametrize("contract", VERSIONS, ids=str)
def test_the_schemas_know_the_codes_of_answers(contract: Contract) -> None:
    answers = contract.data["answers"]
    known: set[str] = set()
    for pointer in answers["code"]:
        known |= known_codes(contract, answers["message"], pointer)
    assert known == set(codes_of(contract, answers["context"]))


@pytest.mark.parametrize(("contract", "message", "code", "status"), FORMS)
def test_the_schemas_know_the_codes_of_notifications(
    contract: Contract, message: str, code: str, status: str
) -> None:
    context = contract.data["callback"]["context"]
    assert known_codes(contract, message, code) == set(codes_of(contract, context))
    assert known_codes(contract, message, status)


@pytest.mark.parametrize(("contract", "message", "code", "status"), FORMS)
def test_a_code_goes_with_its_statuses_only(
    contract: Contract, message: str, code: str, status: str
) -> None:
    """One that has no status in codes.json goes with each."""
    notification = find_good(contract, message, code, status)
    for entry in codes_of(contract, contract.data["callback"]["context"]).values():
        for word in sorted(known_codes(contract, message, status)):
            for pointer, value in ((code, entry.code), (status, word)):
                set_value(notification, to_tokens(pointer), value)
            found = check(notification, message, contract=contract)
            blamed = any(one.pointer == status for one in found if one.verdict is not Verdict.VALID)
            assert blamed is bool(entry.status and word not in entry.status), (entry.code, word)


def find_good(contract: Contract, message: str, *pointers: str) -> Any:
    """A good example of a message that has a value at each of the places."""
    for example in load_examples(contract):
        if example.suite == message and example.verdict == "valid":
            value = read_json(example.path)
            if all(list(select_values(value, pointer)) for pointer in pointers):
                return copy.deepcopy(value)
    raise LookupError(message)
