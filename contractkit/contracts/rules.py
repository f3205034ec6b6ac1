"""The rules of a contract: each is a page of Markdown, its documentation and its data in one."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from contractkit.contracts.fields import list_keyword_rules
from contractkit.contracts.formats import ADVICE, list_format_rules, read_formats
from contractkit.contracts.loading import (
    Contract,
    Schema,
    load_other_contracts,
    load_schema,
)
from contractkit.contracts.migrations import find_migration_rule_ids
from contractkit.contracts.parameters import list_parameters
from contractkit.contracts.requests import list_requests
from contractkit.contracts.schemas import load_judged, load_message_schemas
from contractkit.contracts.subschemas import list_subschemas
from contractkit.errors import BrokenContractError, UnknownNameError
from contractkit.findings import Severity, Verdict

VERDICTS = {
    Severity.ERROR: Verdict.INVALID,
    Severity.WARNING: Verdict.DOUBTFUL,
    Severity.NOTE: Verdict.VALID,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id and slug from the file's name, the rest from the page.

    `message` is a template for a finding's message ("" for the engine's own wording), `on` says
    whether the rule is reported unless it is selected by name; `what`, `why` and `fix` are the
    sections of the page; `quote` are the source's own words, if there are any, and `citation` is
    the source in one line, with these.
    """

    id: str
    slug: str
    title: str
    severity: Severity
    verdict: Verdict
    source: str
    quote: str
    message: str
    on: bool
    what: str
    why: str
    fix: str
    path: str
    citation: str


@lru_cache(maxsize=32)
def load_rules(contract: Contract) -> dict[str, Rule]:
    """Every rule that can be found in a payload of the contract, by id, in the order of the ids.

    The pages are those of all versions; this version has the rules that its own files name.
    """
    ids = find_rule_ids(contract)
    if contract.whole:  # whose pages are read once for all of its requests
        every = load_rules(contract.whole)
        general = {rule for rule, page in every.items() if not _is_own(contract, page)}
        return {rule: page for rule, page in every.items() if rule in ids | general}
    own, *shared = contract.rule_folders
    own_pages = [path for path in list_rule_pages(own) if read_rule_id(path) in ids]
    shared_pages = [path for folder in shared for path in list_rule_pages(folder)]
    rules = [read_rule(path) for path in own_pages + shared_pages]
    advised = _list_advised_formats(contract)
    return {
        rule.id: _make_advice(rule) if rule.id in advised else rule
        for rule in sorted(rules, key=lambda rule: rule.id)
    }


def _list_advised_formats(contract: Contract) -> set[str]:
    """The ids of the rules of formats, where these are advice."""
    if read_formats(contract) != ADVICE:
        return set()
    files = [entry["schema"] for entry in contract.data["messages"].values()]
    return {rule for file in files for rule in list_format_rules(load_schema(contract, file))}


def _make_advice(rule: Rule) -> Rule:
    severity = Severity.WARNING if rule.severity is Severity.ERROR else rule.severity
    return replace(rule, severity=severity, verdict=VERDICTS[severity])


def _is_own(contract: Contract, rule: Rule) -> bool:
    """Whether a rule is the contract's own, rather than one that all contracts share."""
    return os.path.dirname(rule.path) == contract.rule_folders[0]


@lru_cache(maxsize=32)
def load_migration_rules(contract: Contract) -> dict[str, Rule]:
    """The rules that only moving a request to another contract tells of, by id, in order."""
    ids = find_migration_rule_ids(contract)
    pages = list_rule_pages(contract.rule_folders[0])
    rules = [read_rule(path) for path in pages if read_rule_id(path) in ids]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}


def load_all_rules(contract: Contract) -> dict[str, Rule]:
    """Every rule that has a page for this version, by id, in the order of the ids."""
    rules = load_rules(contract) | load_migration_rules(contract)
    return {rule: rules[rule] for rule in sorted(rules)}


def find_rule_ids(contract: Contract) -> set[str]:
    """The ids that the version's schemas, its lookalikes, its operation and its headers name."""
    data = contract.data
    files = [
        entry[key]
        for group in ("messages", "tenant", "optional")
        for entry in data.get(group, {}).values()
        for key in ("schema", "advice")
        if key in entry
    ]
    load_named = load_schema if read_formats(contract) == ADVICE else load_judged
    named = {rule for file in files for rule in list_rules_in(load_named(contract, file))}
    named |= {lookalike["rule"] for lookalike in data.get("lookalikes", ())}
    for request in list_requests(contract):
        operation = request.data.get("operation", {})
        named |= {header["rule"] for header in operation.get("headers", {}).values()}
        named |= {*operation.get("rules", {}).values(), *_list_parameter_rules(request)}
    return named


def _list_parameter_rules(contract: Contract) -> Iterator[str]:
    """The rules of the parameters of a request: of their values, and of mandatory ones."""
    for parameter in list_parameters(contract):
        yield from filter(None, [parameter.rule])
        yield from list_rules_in(parameter.schema)


def find_inactive_tenant_rules(contract: Contract) -> set[str]:
    """The ids of the rules that apply to some tenants and not to this one."""
    files = [overlay["schema"] for overlay in contract.data.get("tenant", {}).values()]
    tenant_rules = {rule for file in files for rule in list_rules_in(load_schema(contract, file))}
    active_rules = {
        rule
        for message in contract.messages
        for entry in load_message_schemas(contract, message)
        for rule in list_rules_in(entry.schema)
    }
    return tenant_rules - active_rules


def list_rules_in(schema: Schema) -> Iterator[str]:
    """The ids of the rules that a schema names, at any depth."""
    yield from list_keyword_rules(schema)
    for _, inner in list_subschemas(schema):
        if isinstance(inner, dict):
            yield from list_rules_in(inner)


def list_rule_pages(folder: str) -> list[str]:
    """The paths of the pages of rules in a folder, which may be missing."""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in names if name.endswith(".md")]


def read_rule_id(path: str) -> str:
    """The id of the rule whose page this is: how the file's name begins."""
    return os.path.basename(path).removesuffix(".md").partition("-")[0]


def find_rule(contract: Contract, rule: str) -> Rule:
    """The rule with that id, in any case; UnknownNameError names the nearest."""
    rules = load_rules(contract)
    found = rules.get(rule) or rules.get(rule.upper()) or load_all_rules(contract).get(rule.upper())
    if found is None:
        rules = load_all_rules(contract)
        raise UnknownNameError("rule", rule, rules, hint="`contractkit rules` lists them")
    return found


def find_rule_of_any(contract: Contract, rule: str) -> Rule:
    """The rule of the contract or, if it has none of that id, of another one of its catalogue.

    Raises UnknownNameError.
    """
    for other in load_other_contracts(contract) if rule not in load_all_rules(contract) else ():
        if rule in load_all_rules(other):
            return load_all_rules(other)[rule]
    return find_rule(contract, rule)


def read_rule(path: str) -> Rule:
    """Read one page; BrokenContractError where it does not have the form of a rule page."""
    with open(path, encoding="utf-8") as file:
        head, _, body = file.read().removeprefix("---\n").partition("\n---\n")
    try:
        fields = dict(_read_field(line) for line in head.splitlines())
        sections = _read_sections(body)
        severity, quote = Severity(fields["severity"]), fields.get("quote", "")
        return Rule(
            id=read_rule_id(path),
            slug=os.path.basename(path).removesuffix(".md").partition("-")[2],
            title=fields["title"],
            severity=severity,
            verdict=Verdict(fields.get("verdict", VERDICTS[severity])),
            source=fields["source"],
            quote=quote,
            message=fields.get("message", ""),
            on=fields.get("default", "on") != "off",
            what=sections["What it says"],
            why=sections["Why it matters"],
            fix=sections["How to fix it"],
            path=path,
            citation=f"{fields['source']}: “{quote}”" if quote else fields["source"],
        )
    except (KeyError, ValueError) as error:
        raise BrokenContractError(path, f"is not a rule page: {error}") from error


def _read_field(line: str) -> tuple[str, str]:
    key, _, value = line.partition(": ")
    return key, json.loads(value) if value.startswith('"') else value


def _read_sections(body: str) -> dict[str, str]:
    parts = f"\n{body}".split("\n## ")[1:]
    return {title: text.strip() for title, _, text in (part.partition("\n") for part in parts)}


@lru_cache(maxsize=512)
def first_paragraph(text: str) -> str:
    """The first paragraph of a section, on one line."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())
