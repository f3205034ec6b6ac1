"""A response to a case, judged by the oracles of the fuzzer, and explained."""

from contractkit.contracts.codes import answer_to, find_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import first_paragraph
from contractkit.errors import ContractkitError
from contractkit.fuzz.answers import read_answer, request_message
from contractkit.fuzz.oracles import find_broken, judge_exchange
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Answer, Blame, Exchange, Login
from contractkit.jsontext.display import show_value
from contractkit.pointers import resolve
from contractkit.pytest_plugin.cases import ContractCase
from contractkit.pytest_plugin.responses import read_response
from contractkit.pytest_plugin.wording import show_body, write_row

PHASE = "test"


def explain_response(case: ContractCase, response: object, *, late: bool = False) -> str:
    """What is wrong with the response to a case, in words; "" where nothing is."""
    wanted = request_message(case.contract)
    if case.message != wanted:
        raise ContractkitError(f"{case!r} gets no response; only a {wanted} can be judged by one")
    answer = read_response(response)
    probe = Setting(case.contract, Login("")).make_probe(PHASE, case.case)
    blame = next(judge_exchange(case.contract, Exchange(1, probe, answer), late=late), None)
    return _explain(case, answer, blame) if blame else ""


def _explain(case: ContractCase, answer: Answer, blame: Blame) -> str:
    rule = f"[{blame.rule}]" if blame.rule else ""
    why, fix = _advise(case, answer, blame)
    kind = answer.header("Content-Type") or "no Content-Type"
    rows = [
        f"{blame.check}{rule}: {_upper(_describe(case, answer, blame))}",
        _place(case),
        write_row("expected", blame.expected),
        write_row("why", why),
        write_row("fix", fix),
        write_row("case", f"{case.id}, {case.verdict}{f' ({case.way})' if case.way else ''}"),
        write_row("sent", show_body(case.body)),
        write_row("got", f"HTTP {answer.status}, {kind}: {show_body(answer.body)}"),
    ]
    return "\n".join(row for row in rows if row)


def _describe(case: ContractCase, answer: Answer, blame: Blame) -> str:
    """What was seen; of the answer only its code, since the whole stands below."""
    if blame.check != "valid-refused":
        return blame.seen
    code = read_answer(case.contract, answer).code
    return f"a valid request was refused, {_word_code(case.contract, code)}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(case: ContractCase) -> str:
    if not case.pointer:
        return ""
    value = resolve(case.payload, case.pointer, {})
    told = "" if isinstance(value, dict | list) else f", which is {show_value(value)}"
    return f"  at {case.pointer}{told}"


def _advise(case: ContractCase, answer: Answer, blame: Blame) -> tuple[str, str]:
    """Why it matters, and how to put it right; both may be empty."""
    contract = case.contract
    if blame.check == "invalid-accepted":
        rule = find_broken(contract, case.rules)
        code = answer_to(contract, rule.id) or contract.data["answers"]["otherwise"]
        fix = f"Refuse it, for example {_word_code(contract, code)}."
        return first_paragraph(rule.why), fix
    if blame.check == "valid-refused":
        why = "It breaks no rule of the contract, so any implementation must accept it."
        return why, "Accept it; “case” says what is special about it."
    if blame.check == "answer-form":
        fault = read_answer(contract, answer).faults[0]
        return fault.why, fault.help
    return "", ""


def _word_code(contract: Contract, code: str) -> str:
    context = contract.data["answers"]["context"]
    known = [one.description for one in find_codes(contract, code) if one.context == context]
    return f"with code {code} ({known[0]})" if known else f"with code {code}"
