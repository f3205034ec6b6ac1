"""Messages as a person looks at them, out of payloads of any shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.contracts.loading import Contract, load
from contractkit.validation.sent_messages import SentMessage, SentText, read_messages
from contractkit.validation.text_parts import TextParts

NOTHING = SentMessage("")
VIEW = {
    "requests": ["/*", ""],
    "recipients": ["/to/*", "/to", "/also"],
    "sender": ["/from", "/by"],
    "text": ["/text", "/parts/*/text"],
}
POST = Contract("post", "1.0.0", "home", {"messages": {}, "view": VIEW})
CASES: dict[str, tuple[Any, list[SentMessage]]] = {
    "all of it": (
        {"to": ["a", "b"], "from": "c", "text": "d"},
        [SentMessage("", ("a", "b"), "c", (SentText("/text", "d"),))],
    ),
    "a batch": (
        [{"to": "a"}, {"text": "b"}],
        [SentMessage("/0", ("a",)), SentMessage("/1", texts=(SentText("/1/text", "b"),))],
    ),
    "several texts": (
        {"parts": [{"text": "a"}, {"text": 1}, {"text": "b"}]},
        [SentMessage("", texts=(SentText("/parts/0/text", "a"), SentText("/parts/2/text", "b")))],
    ),
    "the next sender": ({"from": None, "by": "c"}, [SentMessage("", sender="c")]),
    "numbers and booleans": (
        {"to": [1, 2.5, True, 10**5000], "from": 7},
        [SentMessage("", ("1", "2.5", "true", "a very large number"), "7")],
    ),
    "the same recipient twice": (
        {"to": ["a", "a"], "also": "a"},
        [SentMessage("", ("a", "a", "a"))],
    ),
    "other types": ({"to": [None, {}, ["a"]], "from": {}, "text": ["d"]}, [NOTHING]),
    "empty strings": (
        {"to": "", "text": ""},
        [SentMessage("", ("",), None, (SentText("/text", ""),))],
    ),
    "items of a batch that are none": ([1, None], [SentMessage("/0"), SentMessage("/1")]),
    "an empty batch": ([], [NOTHING]),
    "no object": ("text", [NOTHING]),
    "null": (None, [NOTHING]),
}


@pytest.mark.parametrize("case", CASES)
def test_messages_of_a_payload(case: str) -> None:
    payload, expected = CASES[case]
    assert list(read_messages(payload, contract=POST)) == expected


def test_a_contract_without_a_view_has_no_messages() -> None:
    assert read_messages({"to": "a"}, contract=Contract("a", "1.0.0", "home", {})) == ()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["to", "also", "from", "text", "parts"]), inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_any_payload_can_be_looked_at(payload: object) -> None:
    messages = read_messages(payload, contract=POST)
    assert len(messages) == (len(payload) or 1 if isinstance(payload, list) else 1)


HELLO = TextParts("GSM-7", 5, 5, ("Hello",))
SHIPPED: dict[str, tuple[Any, SentMessage]] = {
    "send-message-v1@1.2.0": (
        {
            "destination": [{"msisdn": ["+447700900123"]}, {"customerid": "customer-17"}],
            "channels": {"sms": {"senderid": "ACME", "text": "Hello"}},
        },
        SentMessage(
            "",
            ("+447700900123", "customer-17"),
            "ACME",
            (SentText("/channels/sms/text", "Hello", HELLO),),
        ),
    ),
    "send-message-v2@1.0.0": (
        {"to": [{"msisdn": ["+447700900123"]}], "from": "ACME", "content": {"text": "Hello"}},
        SentMessage("", ("+447700900123",), "ACME", (SentText("/content/text", "Hello", HELLO),)),
    ),
    "send-sms-v1@1.0.0": (
        {"to": "+447700900123", "from": "ACME", "content": "Hello"},
        SentMessage("", ("+447700900123",), "ACME", (SentText("/content", "Hello", HELLO),)),
    ),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_messages_of_the_shipped_contracts(name: str) -> None:
    payload, expected = SHIPPED[name]
    assert read_messages(payload, contract=load(name)) == (expected,)


def test_a_batch_of_the_shipped_contract() -> None:
    payload, expected = SHIPPED["send-message-v1@1.2.0"]
    messages = read_messages([payload, payload], contract=load("send-message-v1@1.2.0"))
    assert [message.pointer for message in messages] == ["/0", "/1"]
    assert {message.recipients for message in messages} == {expected.recipients}


def test_each_request_of_a_batch_is_sent_in_its_own_encoding() -> None:
    batch = [{"channels": {"sms": {"text": "a", "type": kind}}} for kind in ("1", "4", "3", None)]
    sent = [message.texts[0].parts for message in read_messages(batch)]
    assert [parts and parts.encoding for parts in sent] == ["GSM-7", "UCS-2", None, "GSM-7"]
