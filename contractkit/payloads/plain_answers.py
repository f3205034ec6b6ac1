"""Answers where contract.json has no template: an example, or the plainest valid value.

They repeat nothing of a request.
"""

from functools import lru_cache
from typing import Any

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.errors import BrokenContractError, UnbuildableError
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.nodes import make_node
from contractkit.payloads.schemas.valid_schemas import compile_test, load_valid_schemas


def make_plain_answer(contract: Contract, message: str, kind: str | None = None) -> Any:
    """A valid value of a message: its first example, else the plainest that can be made.

    `kind` names the schema in `answers` that it has to meet too. Raises BrokenContractError where
    nothing is found.
    """
    # Of a contract with several requests one message has one answer for all.
    return _make(contract if kind else contract.whole or contract, message, kind)


def can_be_answered(contract: Contract, message: str) -> bool:
    """Whether any value is found that a message may have: nobody can send what none can meet."""
    try:
        make_plain_answer(contract, message)
    except BrokenContractError:
        return False
    return True


@lru_cache(maxsize=256)
def _make(contract: Contract, message: str, kind: str | None) -> Any:
    schema = contract.data["answers"].get(kind, {}) if kind else {}
    fits = compile_test(schema)
    for value in _list_examples(contract, message):
        if fits(value):
            return value
    try:
        return build(make_node("", [*load_valid_schemas(contract, message), schema]), Plan())
    except UnbuildableError as error:
        reason = f"has no answer to give: {error} of the message {message!r}"
        raise BrokenContractError(f"{contract.folder}/contract.json", reason) from error


def _list_examples(contract: Contract, message: str) -> list[Any]:
    """The values of the valid examples of a message."""
    return [
        read_json(example.path)
        for example in load_examples(contract)
        if example.suite == message and example.verdict == "valid" and not example.findings
    ]
