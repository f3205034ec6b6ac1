"""The responses of an OpenAPI document: the answers by their HTTP statuses."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from itertools import chain
from typing import Any

from contractkit.contracts.answer_statuses import (
    AnswerStatuses,
    list_refusal_statuses,
    read_answer_statuses,
)
from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract, Schema, find_message, load_schema
from contractkit.contracts.operations import Operation
from contractkit.export.openapi_schemas import KINDS, refer, write_content
from contractkit.export.samples import pick_samples
from contractkit.pointers import select_values

REFUSAL = "refusal"
ANSWERED = "The request was answered."
ACCEPTED, REFUSED = "The request was accepted.", "The request was refused."
UNAUTHENTICATED = "The credentials are wrong or missing."
FAILED, FOUND = "The server failed.", "It is known."
NOT_DESCRIBED, NO_BODY = "The body is not described.", "There may be no body."
SERVER_ERRORS = range(500, 600)


def describe_responses(contract: Contract, components: dict[str, Any]) -> dict[str, Any]:
    """An answer of 200 accepts or refuses; a refusal may have a status of its own (4xx)."""
    if read_listed_answers(contract):
        return _describe_listed(contract)
    message = contract.data.get("answers", {}).get("message")
    if message is None:
        return {"200": {"description": ANSWERED}}
    statuses = read_answer_statuses(contract)
    if statuses:
        return _describe_statuses(contract, statuses, components)
    schema = load_schema(contract, find_message(contract, message)["schema"])
    refused = f"{message}-{KINDS['refusal']}"
    samples = _pick_answers(contract)
    every = {name: sample for found in samples.values() for name, sample in found.items()}
    whole = write_content(_describe_answer(contract, components), every)
    responses = {"200": {"description": schema.get("description", ANSWERED), "content": whole}}
    if refused in components:
        words = "The request was refused, by a server that says so in the status too."
        part = write_content(refer(refused), samples["refusal"])
        responses["4XX"] = {"description": words, "content": part}
    return responses


def _describe_listed(contract: Contract) -> dict[str, Any]:
    """The answers where contract.json lists their messages."""
    listed: Mapping[str, str | None] = contract.data["answers"]["messages"]
    return {
        status: _describe_message(contract, message, _name_listed(status))
        for status, message in listed.items()
    }


def _name_listed(status: str) -> str:
    """What a listed status, a range or the rest says, in words."""
    if status.isdecimal():
        return _name_status(int(status))
    return {"2": ACCEPTED, "4": REFUSED, "5": FAILED}.get(status[:1], ANSWERED)


def _describe_message(contract: Contract, message: str | None, words: str) -> dict[str, Any]:
    """An answer that is a message, or whose form is not described."""
    if message is None:
        return {"description": f"{words} {NOT_DESCRIBED}"}
    content = write_content(refer(message), pick_samples(contract, message))
    return {"description": words, "content": content}


def _describe_statuses(
    contract: Contract, statuses: AnswerStatuses, components: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers where contract.json lists statuses; one without a form has no content."""
    message = contract.data["answers"]["message"]
    refusals = (*statuses.refusal, *statuses.unauthenticated, *statuses.bodiless)
    own = chain.from_iterable(statuses.codes.values())
    responses: dict[str, Any] = {}
    for status in sorted({*statuses.acceptance, *refusals, *statuses.unchecked, *own}):
        kind = "acceptance" if status in statuses.acceptance else "refusal"
        name = f"{message}-{KINDS[kind]}"
        words = _describe_status(statuses, status)
        if status in statuses.unchecked or status in statuses.bodiless:
            responses[str(status)] = {"description": words}
            continue
        samples = _pick_answers(contract, status).get(kind, {})
        content = write_content(refer(name if name in components else message), samples)
        responses[str(status)] = {"description": words, "content": content}
    return responses


def _describe_status(statuses: AnswerStatuses, status: int) -> str:
    words = ACCEPTED if status in statuses.acceptance else REFUSED
    if status in statuses.unauthenticated and status not in statuses.refusal:
        words = UNAUTHENTICATED
    elif status in SERVER_ERRORS:
        words = FAILED
    if status in statuses.unchecked:
        return f"{words} {NOT_DESCRIBED}"
    return f"{words} {NO_BODY}" if status in statuses.bodiless else words


def describe_query_responses(contract: Contract, operation: Operation) -> dict[str, Any]:
    """The answers of another operation by their statuses."""
    responses: dict[str, Any] = {}
    for status, message in operation.answers.items():
        words = FOUND if status == operation.found_status else _name_status(status)
        responses[str(status)] = _describe_message(contract, message, words)
    return responses


def _name_status(status: int) -> str:
    return f"{HTTPStatus(status).phrase}." if status in set(HTTPStatus) else ANSWERED


def _pick_answers(contract: Contract, status: int | None = None) -> dict[str, dict[str, Any]]:
    """The examples of each kind of answer, by the key of the schema that recognises it.

    With a status, refusals are only those whose codes have it.
    """
    from contractkit.validation.reference_validator import compile_validator

    answers = contract.data["answers"]
    pointers = answers.get("code", ())

    def fits(key: str, validator: Any, value: Any) -> bool:
        if not validator.is_valid(value):
            return False
        codes = [str(code) for pointer in pointers for _, code in select_values(value, pointer)]
        alike = all(status in list_refusal_statuses(contract, code) for code in codes)
        return status is None or key != REFUSAL or alike

    return {
        key: pick_samples(
            contract,
            answers["message"],
            partial(fits, key, compile_validator(answers[key])),
            pointers,
        )
        for key in KINDS
        if key in answers
    }


def _describe_answer(contract: Contract, components: Mapping[str, Any]) -> Schema:
    """The schema of an answer: an acceptance or a refusal, if the contract distinguishes them."""
    message = contract.data["answers"]["message"]
    kinds = [name for kind in KINDS.values() if (name := f"{message}-{kind}") in components]
    return {"oneOf": [refer(name) for name in kinds]} if len(kinds) > 1 else refer(message)
