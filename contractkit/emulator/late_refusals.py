"""Whether what is wrong with a request can be told by a notification, in place of a refusal."""

from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import find_notification_form
from contractkit.emulator.batches import split_batch
from contractkit.emulator.judgement import Judgement
from contractkit.emulator.notifications import callback_url, list_notifications, list_steps
from contractkit.findings import Verdict, judge
from contractkit.validation.check import check


def can_tell_late(
    contract: Contract, judgement: Judgement, answer: object, form: str | None
) -> bool:
    """Whether each late finding is notified of, by notifications that are valid themselves.

    `answer` is the acceptance that would come before, `form` the message that they are.
    """
    message = find_notification_form(contract, form).message
    parts = list(split_batch(contract, judgement, answer))
    return all(_is_told(contract, part) for part, _ in parts if part.late) and not any(
        judge(check(notification, message, contract=contract)) is Verdict.INVALID
        for part in parts
        for notification in list_notifications(contract, *part, form)
    )


def _is_told(contract: Contract, judgement: Judgement) -> bool:
    """Whether a request has somebody to tell, who asks to be told of its failure."""
    codes = contract.data["callback"]["lateCodes"]
    late = {codes[finding.rule] for finding in judgement.late}
    told = {step.code.code for step in list_steps(contract, judgement)}
    return bool(callback_url(contract, judgement)) and not late.isdisjoint(told)
