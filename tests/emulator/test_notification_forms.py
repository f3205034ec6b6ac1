"""What the emulator says of an accepted request is right in its form, in every contract."""

import json

import pytest

from contractkit.contracts.examples import load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.contracts.message_forms import list_notification_forms
from contractkit.emulator.answers import Answers
from contractkit.emulator.judgement import judge_body
from contractkit.emulator.notifications import callback_url, list_notifications
from contractkit.emulator.settings import Settings
from contractkit.findings import Verdict, judge
from contractkit.validation.check import check
from tests.contracts.traceability import all_versions

FORMS = [
    pytest.param(contract, form.message, id=f"{contract}-{form.message}")
    for contract in all_versions()
    for form in list_notification_forms(contract)
]


@pytest.mark.parametrize(("contract", "message"), FORMS)
def test_every_notification_is_valid(contract: Contract, message: str) -> None:
    answers, told = Answers(Settings(contract)), 0
    for example in load_examples(contract):
        if example.suite == contract.messages[0] and example.verdict == "valid":
            judgement = judge_body(contract, json.dumps(read_json(example.path)).encode())
            if callback_url(contract, judgement):
                answer = json.loads(answers.accept(judgement.payload).body)
                assert judge(check(answer, "response", contract=contract)) is Verdict.VALID
                for one in list_notifications(contract, judgement, answer, message):
                    told += 1
                    assert judge(check(one, message, contract=contract)) is Verdict.VALID, one
    assert told > 1
