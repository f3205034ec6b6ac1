"""Requests that are an array of payloads: one entry of the acceptance is for each of them.

contract.json says in `answers.batch` how the entries are made; without it such a request is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from contractkit.contracts.listed_answers import name_answer
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import read_repeated_values
from contractkit.contracts.requests import request_message
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.templates import fill, put_repeated
from contractkit.findings import Finding
from contractkit.pointers import replace_value, resolve, to_tokens


def is_batch(contract: Contract, payload: object) -> bool:
    """Whether a request is an array of payloads, and answered as one."""
    return isinstance(payload, list) and "batch" in contract.data["answers"]


def join_entries(
    contract: Contract, payloads: list[Any], first_id: str, accept: Callable[[str], Any]
) -> Any:
    """The acceptance of a batch, whose ids are those of the first with a number behind it.

    `accept` makes the acceptance of one payload, with an id.
    """
    batch = contract.data["answers"]["batch"]
    repeats = read_repeated_values(batch.get("equal", ()), name_answer(contract))
    joined: list[Any] = []
    value: Any = None
    for number, payload in enumerate(payloads):
        names = {"id": first_id, "number": str(number)}
        value = accept(fill(batch["id"], names) if number else first_id)
        put_repeated(value, repeats, {request_message(contract): payload})
        joined += _list_entries(contract, value)
    return replace_value(value, to_tokens(batch["entries"]), joined)


def split_batch(
    contract: Contract, judgement: Judgement, answer: Any
) -> Iterator[tuple[Judgement, Any]]:
    """The judgement of each payload of a batch with its part of the answer; a request as it is."""
    if not is_batch(contract, judgement.payload):
        yield judgement, answer
        return
    payloads: Any = judgement.payload
    place = to_tokens(contract.data["answers"]["batch"]["entries"])
    entries = _list_entries(contract, answer)
    for number, payload in enumerate(payloads):
        late = tuple(_list_within(judgement.late, f"/{number}"))
        own = entries[number : number + 1]
        part = replace_value(answer, place, own) if own else answer  # any answer can be ordered
        yield replace(judgement, payload=payload, late=late), part


def _list_entries(contract: Contract, answer: Any) -> list[Any]:
    entries = resolve(answer, contract.data["answers"]["batch"]["entries"])
    return entries if isinstance(entries, list) else []


def _list_within(findings: tuple[Finding, ...], place: str) -> Iterator[Finding]:
    """The findings inside a place, with pointers from there."""
    for finding in findings:
        pointer = finding.pointer or ""
        if pointer.startswith(f"{place}/"):
            yield replace(finding, pointer=pointer.removeprefix(place))
