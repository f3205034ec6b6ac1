"""The cases of the boundary suite for parametrised tests: each has an id and judges responses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.contracts.loading import Contract, find_message
from contractkit.contracts.requests import list_request_messages
from contractkit.contracts.rules import find_rule
from contractkit.errors import ContractkitError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.fuzz.probes import write_body
from contractkit.payloads.boundary_suite import boundary_suite
from contractkit.payloads.cases import Case, identify, is_json
from contractkit.pointers import to_tokens

SHORT, LONGEST_SLUG = 8, 60
_UNSAFE = re.compile(r"[^A-Za-z0-9_.]+")
# The label of a choice in a valid payload: a pointer with marks of what was chosen around it.
_LABEL = re.compile(r"^[0-9:]*(?P<place>.*?)\+?(?:[=?!]|\[\])?[0-9]*$")


@dataclass(frozen=True, slots=True, repr=False)
class ContractCase:
    """One payload of the boundary suite, and the verdict on it.

    `body` is what to send; `payload` the value in it, None where it is no JSON. `rules` are broken
    at `pointer`; `way` says in a few words what is special; `id` stays the same in later versions.
    """

    contract: Contract
    case: Case
    id: str

    @property
    def message(self) -> str:
        """The kind of message, such as `request`."""
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
        """The bytes to send: the payload as JSON, or a text that is no JSON."""
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
        return self.case.origin

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
    """The cases of the suite, in its order; the first few hundred have every rule.

    `message` is the request unless given; `rule` one rule or several; `count` the largest number of
    cases; without `text` only JSON. Raises UnknownNameError; UnfitRuleError for a rule that
    this message does not break; ContractkitError where no case is left.
    """
    message = message or next(iter(list_request_messages(contract)), "")
    find_message(contract, message)
    names = [rule] if isinstance(rule, str) else rule or ()
    rules = {find_rule(contract, name).id for name in names}
    if verdict is not None and verdict not in list(Verdict):
        raise ContractkitError(f"unknown verdict {verdict!r}: known are {', '.join(Verdict)}")
    suite = load_suite(contract, message)
    for name in sorted(rules):
        if not any(name in case.rules for case in suite):
            raise UnfitRuleError(name, f"no case of a {message} breaks it")
    matching = (
        case
        for case in suite
        if (not rules or rules & set(case.rules))
        and (verdict is None or case.verdict == verdict)
        and (text or is_json(case.case))
    )
    found = tuple(islice(matching, count))
    if not found:
        raise ContractkitError(f"no case of a {message} is left; give fewer conditions")
    return found


@lru_cache(maxsize=16)
def load_suite(contract: Contract, message: str) -> tuple[ContractCase, ...]:
    """All cases of a message."""
    cases = list(boundary_suite(contract, message))
    hashes = [identify(case) for case in cases]
    numbers = Counter(digest[:SHORT] for digest in hashes)
    return tuple(
        ContractCase(
            contract,
            case,
            f"{_name_case(case)}-{digest[:SHORT] if numbers[digest[:SHORT]] == 1 else digest}",
        )
        for case, digest in zip(cases, hashes, strict=True)
    )


def _name_case(case: Case) -> str:
    """The readable part of an id: `RULE-keyword-place`, or `valid-place`."""
    if not case.rules:
        return "-".join(("valid", *_slugs(_place_of_choice(case.origin))))
    keyword, at, _ = case.origin.partition(" at ")
    keyword = keyword if at or not is_json(case) else "lookalike"
    place = ".".join(to_tokens(case.pointer or ""))
    return "-".join(("+".join(case.rules), *_slugs(keyword, place)))


def _slugs(*parts: str) -> Iterator[str]:
    slugs = (_UNSAFE.sub("_", part)[:LONGEST_SLUG].strip("_.") for part in parts)
    return (slug for slug in slugs if slug)


def _place_of_choice(origin: str) -> str:
    """The place of the last choice in a valid payload, without the numbers of items."""
    last = origin.rpartition(", ")[2]
    label = _LABEL.match(last)
    place = label["place"] if label else last
    return ".".join(token for token in to_tokens(place) if token != "*") if "/" in place else last
