"""The unicode phase: texts at their limits, and imitations of what is allowed."""

import unicodedata
from itertools import islice

from contractkit.fuzz.phases import unicode
from contractkit.fuzz.records import Expectation
from contractkit.payloads.mutation_points import list_mutation_points
from contractkit.payloads.values.changing_texts import LONGER
from contractkit.pointers import resolve, to_pattern
from tests.fuzz.making import CONTRACT, SETTING

SENT = list(unicode.list_probes(SETTING))
LIMITS = {"/channels/sms/text": 1024, "/callbackData": 2000}


def test_the_limits_are_those_of_the_contract() -> None:
    points = list_mutation_points(CONTRACT, "request")
    assert {one.pattern: one.limit for one in points if one.keyword == "maxLength"} == LIMITS


def test_each_text_with_a_limit_reaches_it_in_each_form_that_is_longer() -> None:
    sent = [one for one in SENT if "at their limit" in one.label]
    assert len(sent) == len(LONGER)
    for probe, unit in zip(sent, LONGER.values(), strict=True):
        assert probe.expect is Expectation.ACCEPT
        assert probe.case
        assert "body" not in probe.body.decode()  # nothing that the texts do not need
        for pointer, limit in LIMITS.items():
            text = resolve(probe.case.payload, pointer)
            assert isinstance(text, str)
            assert len(text) == limit
            assert set(text) == set(unit)


def test_each_text_with_a_limit_goes_beyond_it_with_what_is_shorter_in_other_forms() -> None:
    sent = [one for one in SENT if "over its limit" in one.label]
    assert {one.pointer for one in sent} == set(LIMITS)
    for probe in sent:
        assert probe.expect is Expectation.REFUSE
        assert probe.case
        text = resolve(probe.case.payload, probe.pointer or "")
        assert isinstance(text, str)
        limit = LIMITS[probe.pointer or ""]
        seen = "".join(one for one in text if unicodedata.category(one) not in {"Cf", "Mn"})
        forms = [
            unicodedata.normalize("NFC", text),
            text.replace("\r\n", "\n"),
            seen,
        ]
        assert len(text) == limit + 1
        assert all(len(form) <= limit for form in forms)


def test_allowed_values_and_names_are_imitated() -> None:
    imitated = [one for one in SENT if one.expect is Expectation.REFUSE and one.case]
    values = {
        resolve(one.case.payload, one.pointer or "") if one.pointer else ""
        for one in imitated
        if one.case and "look like its" in one.label
    }
    assert {"ｓｍｓ", "ſmſ", "１", "¹", "ｔｒｕｅ"} < values
    names = [one for one in imitated if "names" in one.label]
    assert any("ｃｈａｎｎｅｌｓ" in one.body.decode() for one in names)
    assert {to_pattern(one.pointer or "") for one in names} == {""}


def test_every_text_without_a_limit_has_them_too() -> None:
    probe = next(
        one for one in islice(SENT, 12) if one.label == "texts that are longer in other forms"
    )
    assert probe.expect is Expectation.ACCEPT
    assert probe.body.decode().count("ﷺ") > 5
