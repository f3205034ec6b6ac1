"""Recordings and collections with odd values in any place: nothing raises, every place exists."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.jsontext import read
from contractkit.linting.recordings import check_recording
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import make_collection, make_entry, make_har, make_item
from tests.sample_payloads import plain_sms

CONTRACT = load()
BAD = json.dumps(plain_sms(senderid=""))
EVENT = {"listen": "prerequest", "script": {"exec": [""]}}
KEY = {"type": "apikey", "apikey": [{"key": "key", "value": "key"}, {"key": "value", "value": "k"}]}
WHOLE = [
    make_har(
        make_entry(BAD, '{"response": []}'),
        make_entry(None, bodySize=0),
        make_entry(BAD, "<html>", status=502),
        make_entry(None, postData={"mimeType": "", "params": [{"name": "a"}], "comment": "b"}),
    ),
    make_collection(
        {"item": [make_item(BAD) | {"response": [{"body": "{}", "code": 200}]}], "auth": KEY},
        make_item(BAD, "{{base}}/v1/messaging"),
        make_item(BAD, {"protocol": "https", "host": ["{{host}}"], "path": ["v1", "messaging"]}),
        make_item(None, body={"mode": "urlencoded"}, event=[EVENT]),
        make_item(
            f"// {BAD}\n" + BAD.replace("+447700900123", "{{to}}"),
            {"raw": "{{base}}/:v/messaging", "variable": [{"key": "v", "value": "v1"}]},
        ),
        variable=[
            {"key": "base", "value": "https://api.imiconnect.io/resources"},
            {"key": "to", "value": "{{nr}}", "type": "any"},
            {"key": "nr", "value": "0770", "disabled": False},
        ],
        event=[EVENT],
    ),
]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 7, "", "{{x}}", "\ud800", "raw", "bearer", [], {}, [[]], ["a"], {"key": "a"}]
)


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(WHOLE), st.booleans())
def test_odd_values_raise_nothing_and_every_finding_has_its_place(
    data: st.DataObject, whole: dict[str, Any], redact: bool
) -> None:
    value = copy.deepcopy(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        damage(data, value)
    text = json.dumps(value).encode()
    recorded = check_recording(text, CONTRACT, CheckOptions(redact=redact))
    if recorded:
        places = read(text).nodes
        for finding in recorded.findings:
            assert finding.pointer
            assert finding.span
            around = max((one for one in places if finding.pointer.startswith(one)), key=len)
            start, end = places[around].value
            assert start <= finding.span.start <= finding.span.end <= end


def damage(data: st.DataObject, value: Any) -> None:
    """Put something odd in some place, or take it away."""
    while True:
        names = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not names:
            return
        name = data.draw(st.sampled_from(names))
        inner = value[name]
        if not (isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 3))):
            break
        value = inner
    if data.draw(st.booleans()):
        value[name] = copy.deepcopy(data.draw(ODD))
    else:
        del value[name]
