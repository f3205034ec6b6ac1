"""A request's body, checked as the linter does, and the refusal that its findings ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import find_answer_code
from contractkit.contracts.fields import walk_subschemas
from contractkit.contracts.loading import Contract
from contractkit.contracts.parameter_values import Values
from contractkit.contracts.requests import may_lack_body, request_message, takes_body
from contractkit.contracts.schemas import load_message_schemas
from contractkit.findings import Finding, Verdict, judge
from contractkit.jsontext.document import JsonValue
from contractkit.jsontext.plain import parse_plain
from contractkit.pointers import name_of, resolve
from contractkit.validation.check import check_document
from contractkit.validation.header_check import check_headers
from contractkit.validation.options import CheckOptions
from contractkit.validation.parameter_check import check_parameters

# A refusal needs one finding, but a late one is sent for each destination.
MOST_FINDINGS, MOST_LATE = 200, 5000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused: the code of the answer, and the parameter that is wrong.

    `unauthenticated`: its credentials are wrong or missing.
    """

    code: str
    parameter: str = ""
    unauthenticated: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings in a body, its value (None where it is no JSON), and the refusal, if any.

    `late` are the findings that notifications report later, in place of a refusal.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    payload: JsonValue
    refusal: Refusal | None
    late: tuple[Finding, ...] = ()


def judge_body(
    contract: Contract,
    body: bytes,
    headers: Iterable[tuple[str, str]] = (),
    parameters: Values | None = None,
    *,
    late: bool = False,
) -> Judgement:
    """Judge the body of a request, the headers that have a rule, and the values of parameters.

    `late`: refuse by notification where the contract allows it.
    """
    found, payload = _check_body(contract, body, MOST_LATE if late else MOST_FINDINGS)
    asked = check_parameters(contract, parameters) if parameters else ()
    findings = (*asked, *found, *check_headers(contract, headers))
    verdict = judge(findings)
    reasons = tuple(finding for finding in findings if _refuses(contract, finding))
    if reasons and late and all(_is_late(contract, finding) for finding in reasons):
        return Judgement(verdict, findings, payload, None, reasons)
    refusal = _find_refusal(contract, payload, reasons) if reasons else None
    return Judgement(verdict, findings, payload, refusal)


def _check_body(
    contract: Contract, body: bytes, limit: int
) -> tuple[tuple[Finding, ...], JsonValue]:
    """The findings in a body, and its value; there are none where a request has no body."""
    if not takes_body(contract) or (may_lack_body(contract) and not body.strip()):
        return (), None
    options = CheckOptions(request_message(contract), limit=limit)
    checked = check_document(body, contract, options)
    payload = checked.document.value if checked.document else parse_plain(body)
    return checked.findings, payload


def _refuses(contract: Contract, finding: Finding) -> bool:
    """Whether a finding is a reason to refuse: it is invalid, or the contract has a code for it."""
    return finding.verdict is Verdict.INVALID or (
        finding.verdict is Verdict.DOUBTFUL and finding.rule in _named_rules(contract)
    )


def _is_late(contract: Contract, finding: Finding) -> bool:
    """Whether the contract lets a notification report a finding, and has a code for that."""
    late = contract.data["answers"].get("lateRefusal", ())
    codes = contract.data.get("callback", {}).get("lateCodes", {})
    return finding.rule in late and finding.rule in codes


def _find_refusal(contract: Contract, payload: JsonValue, reasons: Iterable[Finding]) -> Refusal:
    """The refusal of these findings: of their codes the one that the contract lists first.

    So bad JSON comes before missing properties, and those before bad values.
    """
    answers = contract.data["answers"]
    order = {code: position for position, code in enumerate(answers.get("codes", ()))}
    coded = [
        (find_answer_code(contract, finding.rule) or answers.get("otherwise", ""), finding)
        for finding in reasons
    ]
    code, finding = min(coded, key=lambda pair: order.get(pair[0], len(order)))
    return Refusal(code, _name_parameter(contract, payload, finding))


def _name_parameter(contract: Contract, payload: JsonValue, finding: Finding) -> str:
    """The parameter that a finding is about: the one that is missing, or whose value is wrong."""
    value = resolve(payload, finding.pointer or "")
    required = _required_by(contract).get(finding.rule, ())
    name = _first_missing(value, required) or name_of(finding.pointer or "")
    message = request_message(contract)
    layers = load_message_schemas(contract, message) if message else ()
    roots = layers[0].schema.get("required", ()) if layers else ()
    return name or _first_missing(payload, roots)


def _first_missing(value: object, names: Iterable[str]) -> str:
    missing = (name for name in names if isinstance(value, dict) and name not in value)
    return next(missing, "")


@lru_cache(maxsize=8)
def _named_rules(contract: Contract) -> frozenset[str]:
    codes: Mapping[str, list[str]] = contract.data["answers"].get("codes", {})
    return frozenset(rule for rules in codes.values() for rule in rules)


@lru_cache(maxsize=8)
def _required_by(contract: Contract) -> dict[str, list[str]]:
    """The properties that each rule requires."""
    found: dict[str, list[str]] = {}
    message = request_message(contract)
    for layer in load_message_schemas(contract, message) if message else ():
        for _, schema, _ in walk_subschemas(layer.schema):
            rules: Any = schema.get("x-rules", {}).get("required", {})
            for name, rule in rules.items():
                found.setdefault(rule, []).append(name)
    return found
