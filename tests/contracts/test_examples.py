"""Every example file gives exactly the findings that its suite's table lists."""

import pytest

from contractkit.check import check_document
from contractkit.examples import Example, find_examples
from contractkit.finding import judge
from contractkit.rules import load_rules
from tests.contracts.suites import CONTRACT, all_examples, judged_with

EXAMPLES = list(all_examples())
RULES = load_rules(CONTRACT)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.suite}/{one.name}")
def test_example_gives_exactly_its_findings(example: Example) -> None:
    contract, options = judged_with(example)
    with open(example.path, "rb") as file:
        checked = check_document(file.read(), contract, options)
    found = sorted((one.rule, str(one.pointer)) for one in checked.findings)
    assert found == sorted((rule, str(pointer)) for rule, pointer in example.findings)
    assert judge(checked.findings) == example.verdict


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_a_good_example_and_a_bad_one_that_breaks_nothing_else(rule: str) -> None:
    family = rule[:2]
    good, bad = find_examples(CONTRACT, rule)
    assert good
    assert any([one[:2] for one, _ in example.findings].count(family) == 1 for example in bad)
