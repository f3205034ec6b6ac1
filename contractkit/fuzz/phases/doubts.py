"""What breaks a rule beside a value that is only doubtful: it is to be refused all the same."""

from collections.abc import Iterator
from itertools import islice

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.phases.starts import FEW
from contractkit.payloads.bases import list_starts, load_stage
from contractkit.payloads.mutation_points import Site, list_sites
from contractkit.payloads.nodes import Node
from contractkit.payloads.repairs import find_node, put_value
from contractkit.payloads.sampling import (
    Case,
    break_at,
    judge_payload,
    load_base_node,
    load_valid_node,
)
from contractkit.pointers import to_tokens
from contractkit.validation.custom_keywords import Path

KEYWORDS = frozenset({"required", "minLength", "maxLength"})


def list_beside_doubts(contract: Contract, message: str) -> Iterator[Case]:
    """Each doubtful choice beside what is missing, empty or too long in the same object."""
    rules = load_rules(contract)
    sites = [
        one
        for one in list_sites(contract, message)
        if one.keyword in KEYWORDS and rules[one.rule].verdict is Verdict.INVALID
    ]
    for path, value in list_doubtful(contract, message):
        parent = path[:-1]
        for site in sites:
            if to_tokens(site.pattern)[: len(parent)] == parent:
                yield from _break_beside(contract, message, site, path, value)


def list_doubtful(contract: Contract, message: str) -> Iterator[tuple[Path, object]]:
    """The values of few that only the advice is against, with their places; none in arrays."""
    base, valid = load_base_node(contract, message), load_valid_node(contract, message)
    for path, node in _list_leaves(base, ()):
        if len(node.values) <= FEW:
            usual = find_node(valid, path).values
            yield from ((path, value) for value in node.values if value not in usual)


def _list_leaves(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    if node.kind == "object":
        for name, inner in node.properties.items():
            yield from _list_leaves(inner, (*path, name))
    elif node.kind not in ("array", "either"):
        yield path, node


def _break_beside(
    contract: Contract, message: str, site: Site, path: Path, value: object
) -> Iterator[Case]:
    stage = load_stage(contract, message, site)
    for payload, at in islice(list_starts(contract, message, site, stage), 1) if stage else ():
        for broken in islice(break_at(contract, message, site, payload, at), 1):
            both = put_value(put_value(payload, at, broken), path, value)
            case = judge_payload(contract, message, both)
            if site.rule in case.rules and case.verdict is Verdict.INVALID:
                yield case
