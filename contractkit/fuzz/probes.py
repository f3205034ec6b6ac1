"""Probes from cases: how a payload is written, what is expected, and where callbacks go."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from contractkit.contracts.listed_answers import read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import request_message, takes_body
from contractkit.findings import Verdict
from contractkit.fuzz.addresses import HERE, Address
from contractkit.fuzz.dated_cases import move_dates
from contractkit.fuzz.open_requests import find_expectation
from contractkit.fuzz.records import Headers, Login, Probe
from contractkit.payloads.boundary_suite import list_full_cases
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import FullPlan, Plan
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.cases import Case, is_json, judge_payload
from contractkit.pointers import to_tokens

ACCEPT_JSON = ("Accept", "application/json")
NOTHING = Case("", Verdict.VALID, data=b"", origin="no body")  # of an operation without one


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What every phase needs to know: the contract, the right login, the seed of this run.

    `address` is where requests with right parameters go, `base` what stands before the path there.
    `shown`: the phases in which enough was sent of other requests before, to the same server.
    """

    contract: Contract
    login: Login
    seed: str = "0"
    rule: str | None = None
    address: Address = HERE
    base: str = ""
    shown: frozenset[str] = frozenset()

    @property
    def method(self) -> str:
        """The method of every request."""
        return str(self.contract.data["operation"].get("method", "POST"))

    @property
    def message(self) -> str:
        """The message that requests are."""
        return request_message(self.contract)

    @property
    def headers(self) -> Headers:
        """The headers of every request but those that authenticate."""
        return (*self.own_headers, *self.address.headers)

    @property
    def own_headers(self) -> Headers:
        """The headers of every request, without those that are parameters."""
        kind = self.contract.data["operation"].get("contentType", "application/json")
        sent = (("Content-Type", str(kind)),) if takes_body(self.contract) else ()
        return (*sent, *((ACCEPT_JSON,) if read_listed_answers(self.contract) else ()))

    def make_probe(self, phase: str, case: Case, body: bytes | None = None, **more: Any) -> Probe:
        """The probe of a case: sent as JSON unless a body is given, expecting its verdict."""
        case = case if body is not None else move_dates(self.contract, case)
        return Probe(
            phase=phase,
            body=write_body(case) if body is None else body,
            expect=more.pop("expect", find_expectation(self.contract, case)),
            login=more.pop("login", self.login),
            case=case,
            headers=more.pop("headers", self.headers),
            label=more.pop("label", case.origin),
            rules=case.rules,
            pointer=case.pointer,
            **(self._where | more),
        )

    @property
    def _where(self) -> dict[str, Any]:
        """Where every request goes."""
        address = self.address
        return {"path": address.path, "search": address.search, "method": self.method}

    def add_callback(self, probe: Probe, token: str, url: str) -> Probe | None:
        """A probe with a callback URL, known by a token; None where it can have none."""
        case = attach_callback(self.contract, probe.case, url) if probe.case else None
        return replace(probe, case=case, body=write_body(case), token=token) if case else None


def write_body(case: Case) -> bytes:
    """A case as it is sent: its payload as UTF-8 JSON on one line, or its text, or its bytes."""
    if case.data is not None:
        return case.data
    if case.text is not None:
        return case.text.encode("utf-8", "surrogatepass")
    return write_json(case.payload)


def write_json(payload: object, **layout: Any) -> bytes:
    """A payload as UTF-8 JSON; with escapes where a string could not be written otherwise."""
    try:
        return json.dumps(payload, ensure_ascii=False, **layout).encode()
    except UnicodeEncodeError:
        return json.dumps(payload, **layout).encode()


@lru_cache(maxsize=32)
def plainest(contract: Contract, message: str) -> Case:
    """The plainest valid payload of a message."""
    if not message:
        return NOTHING
    payload = build(load_valid_node(contract, message), Plan())
    return move_dates(contract, judge_payload(contract, message, payload))


@lru_cache(maxsize=32)
def fullest(contract: Contract, message: str) -> Case:
    """The plainest valid payload that has every optional part, and arrays of more than one."""
    if not message:
        return NOTHING
    payload = build(load_valid_node(contract, message), FullPlan())
    return move_dates(contract, judge_payload(contract, message, payload))


@lru_cache(maxsize=32)
def measure_largest(contract: Contract, message: str) -> int:
    """How many bytes a request must be able to have: as many as one that is as full as allowed."""
    full = list_full_cases(contract, message) if message else ()
    cases = [fullest(contract, message), *full]
    return max(len(write_body(case)) for case in cases)


def attach_callback(contract: Contract, case: Case, url: str) -> Case | None:
    """The case with its callbacks directed to a URL; None where that changes the verdict on it."""
    pointer = contract.data.get("callback", {}).get("url")
    if pointer is None or not is_json(case):
        return None
    payload = put_member(case.payload, to_tokens(pointer), url)
    if payload is None:
        return None
    judged = judge_payload(contract, case.message, payload)
    if (judged.verdict, judged.rules) != (case.verdict, case.rules):
        return None
    return replace(judged, origin=case.origin)


def put_member(value: object, path: tuple[str, ...], new: object) -> Any:
    """A copy of an object with a member set; None where an object on the way is missing.

    Through arrays only by `*`, which stands for each item.
    """
    name, *rest = path
    if name == "*" and isinstance(value, list) and rest:
        items = [put_member(item, tuple(rest), new) for item in value]
        return None if None in items else items
    if not isinstance(value, Mapping):
        return None
    inner = put_member(value.get(name), tuple(rest), new) if rest else new
    return None if inner is None else {**value, name: inner}
