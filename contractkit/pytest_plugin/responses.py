"""Responses to cases: read from any client library, judged by the oracles of the fuzzer, explained.

No library is imported: a response is known by its attributes.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contractkit.contracts.answer_statuses import read_answer_statuses
from contractkit.contracts.codes import find_answer_code, find_codes
from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import request_message
from contractkit.contracts.rules import Rule, first_paragraph
from contractkit.errors import ContractkitError
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.oracles import find_broken, judge_exchange
from contractkit.fuzz.probes import Setting, write_body
from contractkit.fuzz.records import Answer, Exchange, Headers, Login, Problem
from contractkit.jsontext.display import show_value
from contractkit.payloads.cases import Case
from contractkit.pointers import resolve
from contractkit.pytest_plugin.explanations import show_body, write_row
from contractkit.reporting.texts import capitalise

STATUSES = ("status_code", "status", "status_int", "code")
BODIES = ("content", "data", "body")
EXPECTED = "give a response of httpx, requests, urllib, urllib3 or a test client, or a tuple (status, headers, body)"  # noqa: E501 - one line
ALREADY_READ = "the response was read already; give the tuple (status, headers, body)"


def read_response(response: object) -> Answer:
    """The answer that a response is; an error that carries a response counts as that response.

    A tuple has the status, the headers (a mapping, pairs, or None) and the body (bytes, a string,
    or a value that is written as JSON). Raises ContractkitError for anything else, and for a
    response of urllib that was read already.
    """
    if isinstance(response, BaseException):
        inner = getattr(response, "response", None)
        # Not by its truth: a response of requests is false for a refusal.
        response = response if inner is None else inner
    if isinstance(response, tuple):
        return _read_tuple(response)
    numbers = (getattr(response, name, None) for name in STATUSES)
    status = next((number for number in numbers if isinstance(number, int)), None)
    if status is None:
        raise ContractkitError(f"a {type(response).__name__} is no response; {EXPECTED}")
    headers: Any = getattr(response, "headers", None) or {}
    return Answer(int(status), _name_headers(headers.items()), _read_body(response))


def _read_tuple(parts: tuple[Any, ...]) -> Answer:
    try:
        status, headers, body = parts
        pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
        return Answer(int(status), _name_headers(pairs), _encode_body(body))
    except (TypeError, ValueError) as error:
        raise ContractkitError(f"the tuple is no (status, headers, body): {error}") from error


def _name_headers(pairs: Iterable[tuple[Any, Any]]) -> Headers:
    return tuple((str(name), str(value)) for name, value in pairs)


def _encode_body(body: object) -> bytes:
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    text = body if isinstance(body, str) else json.dumps(body)
    return text.encode("utf-8", "surrogatepass")


def _read_body(response: object) -> bytes:
    for name in BODIES:
        body = getattr(response, name, None)
        if isinstance(body, bytes):
            return body
    read = getattr(response, "read", None)
    if not callable(read):
        raise ContractkitError(f"a {type(response).__name__} has no body to read; {EXPECTED}")
    if _is_read(response):
        raise ContractkitError(ALREADY_READ)
    body = read()
    if not isinstance(body, bytes):
        getattr(body, "close", lambda: None)()
        raise ContractkitError(f"reading a {type(response).__name__} gives no bytes; {EXPECTED}")
    return body


def _is_read(response: object) -> bool:
    """Whether a response of the standard library was read to its end, and cannot be once more."""
    inner = getattr(response, "fp", None)
    closed = [getattr(stream, "isclosed", None) for stream in (response, inner)]
    return any(callable(check) and check() for check in closed)


def explain_response(
    contract: Contract, case: Case, case_id: str, response: object, *, late: bool = False
) -> str:
    """What is wrong with the response to a case, in words; "" where nothing is.

    `late` lets an acceptance pass for what may be refused by notification.
    """
    if "operation" not in contract.data:
        raise ContractkitError(
            f"{contract} has several operations; name one: contractkit_operation"
        )
    message = request_message(contract)
    if case.message != message:
        raise ContractkitError(
            f"the case {case_id} is a {case.message}; only a {message} can be judged by a response"
        )
    answer = read_response(response)
    probe = Setting(contract, Login("")).make_probe("test", case)
    problem = judge_exchange(contract, Exchange(1, probe, answer), late=late)
    if problem is None:
        return ""
    rule = f"[{problem.rule}]" if problem.rule else ""
    why, fix = _advise(contract, case, answer, problem)
    content_type = answer.header("Content-Type") or "no Content-Type"
    rows = [
        f"{problem.check}{rule}: {_describe(contract, answer, problem)}",
        _write_place(case),
        write_row("expected", problem.expected),
        write_row("why", why),
        write_row("fix", fix),
        write_row("case", f"{case_id}, {case.verdict}{f' ({case.origin})' if case.origin else ''}"),
        write_row("sent", show_body(write_body(case))),
        write_row("got", f"HTTP {answer.status}, {content_type}: {show_body(answer.body)}"),
    ]
    return "\n".join(row for row in rows if row)


def _describe(contract: Contract, answer: Answer, problem: Problem) -> str:
    """What was seen; of a refusal only its code, since the whole answer stands below."""
    if problem.check != "valid-refused":
        return capitalise(problem.seen)
    code = read_answer(contract, answer).code
    how = _describe_code(contract, code) if code else f"with HTTP {answer.status}"
    return f"A valid request was refused, {how}"


def _write_place(case: Case) -> str:
    if not case.pointer:
        return ""
    value = resolve(case.payload, case.pointer, {})
    shown = "" if isinstance(value, dict | list) else f", which is {show_value(value)}"
    return f"  at {case.pointer}{shown}"


def _advise(contract: Contract, case: Case, answer: Answer, problem: Problem) -> tuple[str, str]:
    """Why it matters, and how to fix it; both may be empty."""
    if problem.check == "invalid-accepted":
        rule = find_broken(contract, case.rules)
        return first_paragraph(rule.why), f"Refuse it, for example {_name_refusal(contract, rule)}."
    if problem.check == "valid-refused":
        why = "It breaks no rule of the contract, so any implementation must accept it."
        return why, "Accept it; “case” says what is special about it."
    if problem.check == "answer-form":
        fault = read_answer(contract, answer).violations[0]
        return fault.why, fault.help
    return "", ""


def _name_refusal(contract: Contract, rule: Rule) -> str:
    """How the contract refuses what breaks a rule: with which status, and with which code."""
    statuses, listed = read_answer_statuses(contract), read_listed_answers(contract)
    status = listed.refusal if listed else statuses.refusal[0] if statuses else None
    code = find_answer_code(contract, rule.id) or contract.data["answers"].get("otherwise", "")
    words = [
        f"with HTTP {status}" if status else "",
        _describe_code(contract, code) if code else "",
    ]
    return " ".join(filter(None, words))


def _describe_code(contract: Contract, code: str) -> str:
    context = contract.data["answers"].get("context", "")
    known = [found for found in find_codes(contract, code) if found.context == context]
    return f"with code {code} ({known[0].description})" if known else f"with code {code}"
