"""Every example file gives exactly the findings that its suite's table lists, in each version."""

import os

import pytest

from contractkit.contracts.examples import Example, find_examples, load_examples
from contractkit.contracts.loading import Contract, list_ancestry, load
from contractkit.contracts.rules import load_rules
from contractkit.findings import judge
from tests.contracts.suites import all_examples, find_findings, judged_with
from tests.contracts.traceability import all_versions

EXAMPLES = [
    pytest.param(contract, example, id=f"{contract}-{example.suite}/{example.name}")
    for contract, example in all_examples()
]
RULES = [
    pytest.param(contract, rule, id=f"{contract}-{rule}")
    for contract in all_versions()
    for rule in load_rules(contract)
]
# Rules that are only broken where another one is: a content of a kind that is itself doubtful.
BESIDE = {
    **{rule: ["SM219"] for rule in ("SM160", "SM161", "SM162")},
    "SM217": ["SM216"],
    "SS208": ["SS207"],
}
MADE_FROM_ANOTHER = [one for one in all_versions() if len(list_ancestry(one)) > 1]


@pytest.mark.parametrize(("contract", "example"), EXAMPLES)
def test_example_gives_exactly_its_findings(contract: Contract, example: Example) -> None:
    contract, options = judged_with(contract, example)
    findings = find_findings(contract, example, options)
    found = sorted((one.rule, str(one.pointer)) for one in findings)
    assert found == sorted((rule, str(pointer)) for rule, pointer in example.findings)
    assert judge(findings) == example.verdict


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_rule_has_a_good_example_and_a_bad_one_that_breaks_nothing_else(
    contract: Contract, rule: str
) -> None:
    good, bad = find_examples(contract, rule)
    assert good
    broken = [[one for one, _ in example.findings if one[:2] == rule[:2]] for example in bad]
    assert sorted([rule, *BESIDE.get(rule, [])]) in map(sorted, broken)


@pytest.mark.parametrize("contract", MADE_FROM_ANOTHER, ids=str)
def test_example_that_is_there_again_is_judged_otherwise_than_before(contract: Contract) -> None:
    older = load(f"{contract.name}@{list_ancestry(contract)[1]}")
    before = {(one.suite, one.name, one.verdict, one.findings) for one in load_examples(older)}
    own = [
        one
        for one in load_examples(contract)
        if one.path.startswith(contract.fixture_folders[0] + os.sep)
    ]
    assert own
    same = [one for one in own if (one.suite, one.name, one.verdict, one.findings) in before]
    assert [one.path for one in same] == []
