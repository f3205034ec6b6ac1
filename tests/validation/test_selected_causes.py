"""What is selected is explained by all that is wrong, also by what is not told."""

import pytest

from contractkit.validation.check import check
from tests.sample_payloads import plain_sms


@pytest.mark.parametrize(
    "selection",
    [{}, {"ignore": ["SM201"]}, {"ignore": ["SM2"]}, {"select": ["SM1"]}, {"select": ["SM108"]}],
    ids=str,
)
def test_a_missing_property_is_paired_with_one_that_is_not_told(
    selection: dict[str, list[str]],
) -> None:
    payload = plain_sms(senderId="ACME")
    del payload["channels"]["sms"]["senderid"]
    select, ignore = selection.get("select", ()), selection.get("ignore", ())
    (finding,) = check(payload, "request", select=select, ignore=ignore)
    assert finding.message == "“senderid” is missing, “senderId” is not its name"
    assert finding.help == "Rename “senderId” to “senderid”."
