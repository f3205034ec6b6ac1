"""One payload from one source of choices: valid, or broken at one place; each is judged again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.contracts.schemas import load_message_schemas
from contractkit.findings import Verdict, judge
from contractkit.payloads.bases import list_paths, load_base_node
from contractkit.payloads.builder import build
from contractkit.payloads.choices import FullPlan, Source
from contractkit.payloads.mutation_points import MutationPoint
from contractkit.payloads.mutations import MUTATIONS, Place
from contractkit.payloads.nodes import Node, find_node, make_node
from contractkit.payloads.single_violations import breaks_only, locate
from contractkit.payloads.valid_schemas import Test, compile_test, inline_schema, load_valid_schemas
from contractkit.pointers import Path, get_value, replace_value, to_pointer
from contractkit.validation.causes import find_causes
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from contractkit.validation.violations import find_violations

MOST_TRIES, MOST_VALUES, MOST_EXPLAINED = 6, 60, 2  # to explain one takes long
SCALAR_KEYWORDS = frozenset({"pattern", "enum", "const", "minLength", "maxLength"})


@dataclass(frozen=True, slots=True)
class Case:
    """A payload with the verdict on it, the rules that it breaks, and where it breaks the first.

    `way` says in a few words how the case came about. A case that is no JSON has its `text` or,
    when that is no text either, its `data` in place of the payload.
    """

    message: str
    verdict: Verdict
    payload: Any = None
    rules: tuple[str, ...] = ()
    pointer: str | None = None
    way: str = field(default="", repr=False)
    text: str | None = None
    data: bytes | None = None


@lru_cache(maxsize=64)
def load_valid_node(contract: Contract, message: str) -> Node:
    """The node of the valid payloads of a message."""
    return make_node("", list(load_valid_schemas(contract, message)))


def draw_valid(contract: Contract, message: str, source: Source) -> Case:
    """A valid payload; UnbuildableError where the choices led nowhere."""
    return Case(message, Verdict.VALID, build(load_valid_node(contract, message), source))


def judge_payload(contract: Contract, message: str, payload: object) -> Case:
    """The case that a payload is, as the linter sees it; notes do not count."""
    return replace(_judge_written(contract, message, json.dumps(payload)), payload=payload)


@lru_cache(maxsize=2048)
def _judge_written(contract: Contract, message: str, text: str) -> Case:
    """The case of a payload that is written as JSON, without the payload."""
    rules, payload = load_rules(contract), json.loads(text)
    violations = find_violations(contract, message, payload, skip_valid_schemas=True)
    causes = find_causes(contract, message, payload, violations)
    broken = [
        (rules[one.violation.rule].verdict, one.violation.rule, one.violation.pointer)
        for one in causes
        if rules[one.violation.rule].verdict is not Verdict.VALID
    ]
    if not broken:
        return Case(message, Verdict.VALID)
    broken.sort(key=lambda one: list(Verdict).index(one[0]))
    names = tuple(dict.fromkeys(rule for _, rule, _ in broken))
    return Case(message, broken[0][0], None, names, broken[0][2])


def judge_broken(
    contract: Contract, message: str, site: MutationPoint, payload: object, path: Path
) -> Case:
    """The case that a payload is which was broken at a path of a site."""
    case = _judge_fast(contract, message, site, payload, path)
    return case or replace(judge_payload(contract, message, payload), way=_name_way(site, path))


def _judge_fast(
    contract: Contract, message: str, site: MutationPoint, payload: object, path: Path
) -> Case | None:
    """The case of a payload that certainly breaks the rule of a site and no other; else None."""
    if not breaks_only(contract, message, site, payload):
        return None
    inner = locate(site, payload, path)
    if inner is None:
        return None
    verdict = load_rules(contract)[site.rule].verdict
    way, pointer = _name_way(site, path), to_pointer((*path, *inner))
    return Case(message, verdict, payload, (site.rule,), pointer, way)


def _name_way(site: MutationPoint, path: Path) -> str:
    return f"{site.keyword} at {to_pointer(path)}"


def judge_text(contract: Contract, message: str, text: str | bytes) -> Case:
    """The case that a text is, as the linter sees it; notes do not count."""
    found = check_document(text, contract, CheckOptions(message)).findings
    told = [one for one in found if one.verdict is not Verdict.VALID]
    rules = tuple(dict.fromkeys(one.rule for one in told))
    pointer = told[0].pointer if told else None
    case = Case(message, judge(found), None, rules, pointer, "text")
    return replace(case, data=text) if isinstance(text, bytes) else replace(case, text=text)


def draw_broken(
    contract: Contract, message: str, site: MutationPoint, source: Source
) -> Case | None:
    """A payload that is broken at a site, at best only there; None where nothing broke it."""
    stage = load_base_node(contract, message, site)
    if stage is None:
        return None
    payload = build(stage.node, source)
    paths = list_paths(stage, site, payload)
    path = paths[source.choose(len(paths), f"{site.label}@")]
    values = list(islice(break_at(contract, message, site, payload, path), MOST_VALUES))
    tried = []
    for number in range(min(MOST_TRIES, len(values))):
        value = values[source.choose(len(values), f"{site.label}~{number}")]
        tried.append(replace_value(payload, path, value))
        case = _judge_fast(contract, message, site, tried[-1], path)
        if case:
            return case
    return _find_single(contract, message, site, tried, path)


def _find_single(
    contract: Contract, message: str, site: MutationPoint, payloads: list[Any], path: Path
) -> Case | None:
    """The first payload that breaks the rule of a site alone, or else with others."""
    second = None
    for payload in payloads[:MOST_EXPLAINED]:
        case = judge_payload(contract, message, payload)
        if site.rule in case.rules:
            second = second or replace(case, way=_name_way(site, path))
            if len(case.rules) == 1:
                return replace(case, way=_name_way(site, path))
    return second


def prepare_broken(contract: Contract, message: str, site: MutationPoint) -> None:
    """Work out now what every draw at a site needs."""
    stage = load_base_node(contract, message, site)
    if stage:
        payload = build(stage.node, FullPlan())
        for path in list_paths(stage, site, payload)[:1]:
            next(break_at(contract, message, site, payload, path), None)


def break_at(
    contract: Contract, message: str, site: MutationPoint, payload: object, path: Path
) -> Iterator[object]:
    """The values to put at a path of a payload, so that the site's keyword is broken."""
    stage = load_base_node(contract, message, site)
    if stage is None:
        return
    place = Place(
        site, None if stage.absent else get_value(payload, path), find_node(stage.node, path)
    )
    tests, _ = _load_tests(site)
    for value in _list_tries(contract, message, place, path):
        if all(holds(value) for holds in tests):
            yield value


@lru_cache(maxsize=1024)
def _load_tests(site: MutationPoint) -> tuple[tuple[Test, ...], Test]:
    """What a value at a site must meet for the keyword to count, and the keyword alone."""
    tests = [test for at, test in site.conditions if at == site.pattern]
    alone = {site.keyword: site.limit} if site.keyword in SCALAR_KEYWORDS else {}
    return tuple(compile_test(one) for one in tests), compile_test(alone)


def _list_tries(contract: Contract, message: str, place: Place, path: Path) -> Iterator[object]:
    """What may break a place: first, values that only this site's layer minds."""
    site = place.site
    if site.level != "normative" and site.keyword in SCALAR_KEYWORDS:
        _, keeps = _load_tests(site)
        values = find_node(load_normative_node(contract, message), path).values
        yield from (value for value in values if not keeps(value))
    yield from MUTATIONS[site.keyword](place)


@lru_cache(maxsize=64)
def load_normative_node(contract: Contract, message: str) -> Node:
    """The node of the payloads of a message that only the normative schema judges."""
    layers = load_message_schemas(contract, message)
    return make_node("", [inline_schema(layer) for layer in layers if layer.level == "normative"])
