"""The cases of the boundary suite for parametrised tests: each with an id, and with its judge."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.contracts.loading import Contract, find_message
from contractkit.contracts.rules import find_rule
from contractkit.errors import ContractkitError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.fuzz.probes import write_body
from contractkit.payloads.boundary_suite import boundary_suite, identify
from contractkit.payloads.sampling import Case
from contractkit.payloads.streams import is_json
from contractkit.pointers import to_tokens

SHORT, LONGEST_PLACE = 8, 60
_ODD = re.compile(r"[^A-Za-z0-9_.]+")
_LABEL = re.compile(r"^[0-9:]*(?P<place>.*?)\+?(?:[=?!]|\[\])?[0-9]*$")


@dataclass(frozen=True, slots=True, repr=False)
class ContractCase:
    """One payload of the boundary suite, and what has to become of it.

    `body` is what to send; `payload` the value in it, None where it is no JSON. `rules` are broken
    at `pointer`; `way` says in a few words what is special; `id` is stable.
    """

    contract: Contract
    case: Case
    id: str

    @property
    def message(self) -> str:
        """The message of the contract that it is."""
        return self.case.message

    @property
    def verdict(self) -> Verdict:
        """What an implementation may do with it."""
        return self.case.verdict

    @property
    def payload(self) -> Any:
        """The value; None where the case is no JSON."""
        return self.case.payload

    @property
    def body(self) -> bytes:
        """The bytes to send: the payload as JSON, or the text that is none."""
        return write_body(self.case)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it breaks; the worst first."""
        return self.case.rules

    @property
    def pointer(self) -> str | None:
        """Where it breaks the first of them."""
        return self.case.pointer

    @property
    def way(self) -> str:
        """What is special about it."""
        return self.case.way

    def judge(self, response: object, *, late: bool = False) -> None:
        """AssertionError, with everything explained, where the response to this case is wrong.

        A response of httpx, requests, urllib, urllib3 or a test client, or a tuple `(status,
        headers, body)`. `late` lets an acceptance pass for what may be refused by notification.
        Raises ContractkitError for anything else, and for a case that is no request.
        """
        __tracebackhide__ = True
        from contractkit.pytest_plugin.responses import explain_response

        text = explain_response(self.contract, self.case, self.id, response, late=late)
        if text:
            raise AssertionError(text)

    def __repr__(self) -> str:
        return f"<{self.verdict} {self.message} {self.id}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))


def list_contract_cases(
    contract: Contract,
    message: str | None = None,
    *,
    rule: str | Iterable[str] | None = None,
    verdict: str | None = None,
    count: int | None = None,
    text: bool = True,
) -> tuple[ContractCase, ...]:
    """The cases of the suite, in its order, which has every rule within the first hundreds.

    `message` is that of requests unless given; `rule` one rule or several; `count` the most that
    are wanted; without `text` only JSON. Raises UnknownNameError; UnfitRuleError for a rule that
    this message does not break; ContractkitError where nothing is left.
    """
    message = message or contract.messages[0]
    find_message(contract, message)
    names = [rule] if isinstance(rule, str) else rule or ()
    rules = {find_rule(contract, one).id for one in names}
    if verdict is not None and verdict not in list(Verdict):
        raise ContractkitError(f"unknown verdict {verdict!r}: known are {', '.join(Verdict)}")
    suite = load_suite(contract, message)
    for one in sorted(rules):
        if not any(one in case.rules for case in suite):
            raise UnfitRuleError(one, f"no case of a {message} breaks it")
    wanted = (
        case
        for case in suite
        if (not rules or rules & set(case.rules))
        and (verdict is None or case.verdict == verdict)
        and (text or is_json(case.case))
    )
    found = tuple(islice(wanted, count))
    if not found:
        raise ContractkitError(f"no case of a {message} is left; ask for fewer things at once")
    return found


@lru_cache(maxsize=16)
def load_suite(contract: Contract, message: str) -> tuple[ContractCase, ...]:
    """The whole suite of a message."""
    cases = list(boundary_suite(contract, message))
    hashes = [identify(case) for case in cases]
    often = Counter(one[:SHORT] for one in hashes)
    return tuple(
        ContractCase(
            contract, case, f"{name_case(case)}-{one[: SHORT if often[one[:SHORT]] == 1 else None]}"
        )
        for case, one in zip(cases, hashes, strict=True)
    )


def name_case(case: Case) -> str:
    """What a case is about, for an id: `RULE-keyword-place`, or `valid-place`."""
    if not case.rules:
        return "-".join(("valid", *_slugs(_place_of_choice(case.way))))
    keyword, told, _ = case.way.partition(" at ")
    keyword = keyword if told or not is_json(case) else "lookalike"
    return "-".join(("+".join(case.rules), *_slugs(keyword, _dotted(case.pointer))))


def _slugs(*parts: str) -> Iterator[str]:
    slugs = (_ODD.sub("_", part)[:LONGEST_PLACE].strip("_.") for part in parts)
    return (slug for slug in slugs if slug)


def _dotted(pointer: str | None) -> str:
    return ".".join(to_tokens(pointer or ""))


def _place_of_choice(way: str) -> str:
    """The place of the last choice that a valid payload is about, without the items' numbers."""
    last = way.rpartition(", ")[2]
    label = _LABEL.match(last)
    place = label["place"] if label else last
    return ".".join(one for one in to_tokens(place) if one != "*") if "/" in place else last
