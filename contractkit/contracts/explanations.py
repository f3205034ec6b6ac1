"""Explain a rule, a code or a field in words, as `contractkit explain` prints it."""

from collections.abc import Iterable, Iterator, Mapping

from contractkit.contracts.codes import Code, find_answer_code, find_codes, load_codes
from contractkit.contracts.counterparts import NOTIFICATIONS, Case, describe, find_cases
from contractkit.contracts.examples import Example, find_examples
from contractkit.contracts.field_explanations import explain_field
from contractkit.contracts.fields import Field, find_field, list_fields
from contractkit.contracts.loading import (
    Contract,
    find_message,
    load_default,
    load_other_contracts,
    read_catalog,
)
from contractkit.contracts.parameters import Parameter, list_parameters
from contractkit.contracts.request_headers import RequestHeader, list_request_headers
from contractkit.contracts.requests import list_request_messages, list_requests, name_request
from contractkit.contracts.rules import (
    Rule,
    list_rules_in,
    load_all_rules,
    load_migration_rules,
)
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.similar_names import normalise
from contractkit.errors import UnknownNameError
from contractkit.findings import Verdict
from contractkit.jsontext.display import show_value
from contractkit.pointers import name_of, to_tokens

LONGEST_EXAMPLE = 30
WIDEST_EXAMPLE = 76
MOST_NAMED = 5
HINT = "`contractkit rules` lists the rules, `contractkit schema` shows the fields"
VERDICT_WORDS = {
    Verdict.INVALID: "an implementation must refuse it",
    Verdict.DOUBTFUL: "an implementation may accept or refuse it",
    Verdict.VALID: "advice; an implementation must accept it",
}
WORDS_OF_ANSWERS = {
    Verdict.INVALID: "a server must not send it",
    Verdict.DOUBTFUL: "a server may send it or not",
    Verdict.VALID: "advice; a server may send it",
}


def explain(subject: str, contract: Contract | None = None) -> str:
    """Explain a rule (`SM114`), a code (`7107`) or a field (a pointer, or its name), as Markdown.

    A header of a request that has a rule is explained by its name, too. Raises UnknownNameError,
    with the nearest name, where the contract knows no such thing.
    """
    contract = contract or load_default()
    rules = load_all_rules(contract)
    if subject.upper() in rules:
        return _explain_rule(contract, rules[subject.upper()])
    codes = find_codes(contract, subject)
    cases = find_cases(contract, subject)
    if codes or cases:
        explained = [_explain_code(code) for code in codes]
        return "\n".join([*explained, *(_explain_case(contract, subject, case) for case in cases)])
    fields = _find_fields(contract, subject)
    if fields:
        explained = [explain_field(contract, *found, rules) for found in fields]
        return "\n".join(explained)
    for header in list_request_headers(contract):
        if header.name.lower() == subject.lower():
            return _explain_header(header, rules[header.rule])
    parameters = _find_parameters(contract, subject)
    if parameters:
        return "\n".join(_explain_parameter(*found, rules) for found in parameters)
    raise UnknownNameError("rule, code or field", subject, _list_known_names(contract, rules), HINT)


def _list_known_names(contract: Contract, rules: Iterable[str]) -> list[str]:
    names = {
        pattern if pattern.count("/") == 1 else to_tokens(pattern)[-1]
        for message in contract.messages
        for pattern in list_fields(contract, message)
        if pattern and not pattern.endswith("*")
    }
    headers = [header.name for header in list_request_headers(contract)]
    asked = [one.name for view in list_requests(contract) for one in list_parameters(view)]
    return [*rules, *(code.code for code in load_codes(contract)), *names, *headers, *asked]


def _find_parameters(contract: Contract, name: str) -> list[tuple[Contract, Parameter]]:
    """The parameters of that name, with the requests that have them."""
    return [
        (view, parameter)
        for view in list_requests(contract)
        for parameter in list_parameters(view)
        if parameter.name.lower() == name.lower()
    ]


def _explain_parameter(contract: Contract, parameter: Parameter, rules: Mapping[str, Rule]) -> str:
    about = "mandatory" if parameter.required else "optional"
    named = [parameter.rule, *list_rules_in(parameter.schema)]
    parts = [
        f"# {parameter.name}, {parameter.words.partition(' “')[0]} of {name_request(contract)}",
        f"It is {about}. {parameter.schema.get('description', '')}".strip(),
        "\n".join(f"- {rule}: {rules[rule].title}" for rule in dict.fromkeys(filter(None, named))),
        f"Example: {show_value(parameter.example)}" if parameter.example is not None else "",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _explain_header(header: RequestHeader, rule: Rule) -> str:
    parts = [f"# {header.name}, a header of a request", f"{rule.id}: {rule.title}"]
    parts += [f"Example: {header.example}"] if header.example else []
    parts += ["No two requests have the same value."] if header.fresh else []
    return "\n\n".join(parts) + "\n"


def _explain_rule(contract: Contract, rule: Rule) -> str:
    code = find_answer_code(contract, rule.id)
    answers = [entry for entry in find_codes(contract, code or "") if entry.context == "answer"]
    late = rule.id in contract.data.get("answers", {}).get("lateRefusal", ())
    good, bad = find_examples(contract, rule.id)
    parts = [
        f"# {rule.id}: {rule.title}",
        _describe_severity(contract, rule),
        rule.what,
        f"## Why it matters\n\n{rule.why}",
        f"## How to fix it\n\n{rule.fix}",
        f"## Source\n\n{rule.citation}",
    ]
    if code and rule.verdict is Verdict.INVALID:
        description = f" ({answers[0].description})" if answers else ""
        later = ", or an acceptance and a notification of failure later" if late else ""
        parts.append(f"## What the API answers\n\n{code}{description}{later}")
    parts += [_show_examples("Bad", bad), _show_examples("Good", good)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _describe_severity(contract: Contract, rule: Rule) -> str:
    if rule.id in load_migration_rules(contract):
        return f"{rule.severity}, told by `contractkit migrate`"
    off = "" if rule.on else "; off unless it is selected by name"
    words = WORDS_OF_ANSWERS if _is_of_answers(contract, rule) else VERDICT_WORDS
    return f"{rule.severity} ({rule.verdict}: {words[rule.verdict]}){off}"


def _is_of_answers(contract: Contract, rule: Rule) -> bool:
    """Whether a rule is one of answers or notifications, and of no request."""
    requests = [
        (view, one) for view in list_requests(contract) for one in list_request_messages(view)
    ]
    names = {name for _, name in requests}
    others = [(contract, name) for name in contract.messages if name not in names]
    return rule.id in _list_rules_of(others) - _list_rules_of(requests)


def _list_rules_of(messages: Iterable[tuple[Contract, str]]) -> set[str]:
    schemas = (entry.schema for one in messages for entry in load_message_schemas(*one))
    return {rule for schema in schemas for rule in list_rules_in(schema)}


def _show_examples(kind: str, examples: list[Example]) -> str:
    if not examples:
        return ""
    first, *others = examples
    shown = f"## {kind} example: {first.name}\n\n{_show_file(first.path)}"
    names = ", ".join(dict.fromkeys(example.name for example in others[:MOST_NAMED]))
    names += f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return f"{shown}\n\nMore: {names}" if others else shown


def _show_file(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    shown = [f"    {_cut(line)}" for line in lines[:LONGEST_EXAMPLE]]
    return "\n".join([*shown, "    …"] if len(lines) > LONGEST_EXAMPLE else shown)


def _cut(line: str) -> str:
    visible = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return visible if len(visible) <= WIDEST_EXAMPLE else visible[: WIDEST_EXAMPLE - 1] + "…"


def _explain_code(code: Code) -> str:
    parts = [f"# {code.code} in a message of kind {code.context}: {code.description}", code.meaning]
    if code.status:
        parts.append(f"Status: {' or '.join(code.status)}")
    if code.regions:
        parts.append(f"Only in: {', '.join(code.regions)}")
    return "\n\n".join([*parts, f"Source: {code.source}"]) + "\n"


def _explain_case(contract: Contract, subject: str, case: Case) -> str:
    """What a code or a status tells of, and how this contract and the others tell of it."""
    contracts = read_catalog(contract.home)["contracts"]
    lines = [
        f"- {contracts[name]['title'] if name in contracts else name}: {describe(counterpart)}"
        for name, counterpart in case.counterparts.items()
    ]
    codes = [
        f"{code.code} ({code.description})"
        for code in load_codes(contract)
        if subject in code.status and case.kind == NOTIFICATIONS
    ]
    parts = [f"# {subject} in other APIs: {case.about}"]
    parts += [case.meaning] if case.meaning else []
    parts += [f"Codes with this status: {', '.join(codes)}"] if codes else []
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def tell_other_fields(subject: str, contract: Contract) -> str:
    """Where the other contracts of the catalogue have a field that this one has; "" for nowhere."""
    known = subject.upper() in load_all_rules(contract) or find_codes(contract, subject)
    if known or find_cases(contract, subject) or not _find_fields(contract, subject):
        return ""
    lines = []
    for other in load_other_contracts(contract):
        places = [(message, field.pattern) for message, field in _find_fields(other, subject)]
        places = places or list(_find_renamed(other, subject))
        if places:
            listed = ", ".join(f"{place} in a {message}" for message, place in places)
            command = f"`contractkit explain {places[0][1]} --contract {other.name}`"
            lines.append(f"- {other.data['title']}: {listed}; {command}")
    return f"# {subject} in other APIs\n\n" + "\n".join(lines) + "\n" if lines else ""


def _find_renamed(contract: Contract, subject: str) -> Iterator[tuple[str, str]]:
    """The fields that another API calls so, in every message."""
    written = normalise(name_of(subject) if subject.startswith("/") else subject)
    for message in contract.messages:
        for name, pattern in find_message(contract, message).get("otherNames", {}).items():
            if normalise(name) == written:
                yield message, pattern


def _find_fields(contract: Contract, subject: str) -> list[tuple[str, Field]]:
    """The fields at a pointer (indices or `*`), or those of a name, in every message."""
    if subject.startswith("/"):
        found = [(message, find_field(contract, message, subject)) for message in contract.messages]
        return [(message, field) for message, field in found if field]
    return [
        (message, field)
        for message in contract.messages
        for field in list_fields(contract, message).values()
        if normalise(name_of(field.pattern)) == normalise(subject)
    ]
