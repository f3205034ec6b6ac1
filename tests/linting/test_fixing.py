"""What holds of fixes for every payload: what was damaged is restored, all else stays."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit import load
from contractkit.contracts.examples import Example, load_examples
from contractkit.findings import Finding, Verdict, judge
from contractkit.jsontext import read
from contractkit.linting.fixing import fix_text
from contractkit.pointers import select_values
from contractkit.strategies import valid
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.sample_payloads import near_examples

CONTRACT = load()
REQUEST = CheckOptions("request")
VERDICTS = list(Verdict)
RESPELLINGS: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    lambda name: name[:1] + "_" + name[1:],
    lambda name: f"{name}-",
    lambda name: f"{name[:1]}\u200b{name[1:]}",
]
COMMENTS = ['// it"s, }\n', " /* , ] */ ", "/**/", "\n# no\n", "\n//\r\n", "/* 1 *//* 2 */ // 3\n"]
COMMENTS += ["\u200b", "\xa0\u2060", "\ufeff// x\n"]
SOME = 0.3


def fix(text: str | bytes, *, unsafe: bool = False, options: CheckOptions = REQUEST) -> str:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return fix_text(data, CONTRACT, options, unsafe=unsafe).data.decode("utf-8", "surrogateescape")


def find(data: str | bytes, options: CheckOptions = REQUEST) -> tuple[Finding, ...]:
    return check_document(data, CONTRACT, options).findings


def write(value: Any, draw: Any, *, commented: bool) -> str:
    """A value as JSON; `commented`, with comments and commas that JSON has not."""
    text = json.dumps(value, indent=draw(st.sampled_from([None, 1, 2])), ensure_ascii=False)
    if not commented:
        return text
    chance = draw(st.randoms())
    return "".join(decorate(text, chance))


def decorate(text: str, chance: Random) -> Iterator[str]:
    """The text with decorations between its tokens."""
    previous = ""
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|\s+|[^\s"{}\[\],:]+|.', text):
        if token in ("}", "]") and previous not in ("{", "[") and chance.random() < SOME:
            yield ","
        yield token
        previous = token if token.strip() else previous
        if token in ("{", "[", ",", ":") and chance.random() < SOME:
            yield chance.choice(COMMENTS)


def respell(value: Any, chance: Random) -> Any:
    """The value with some names of its properties written otherwise."""
    if isinstance(value, list):
        return [respell(one, chance) for one in value]
    if not isinstance(value, dict):
        return value
    respelt = {}
    for name, inner in value.items():
        other = chance.choice(RESPELLINGS)(name) if chance.random() < SOME else name
        respelt[other] = respell(inner, chance)
    return respelt


def shape(value: object) -> object:
    """A value without the names of its properties."""
    if isinstance(value, dict):
        return ("object", [shape(one) for one in value.values()])
    if isinstance(value, list):
        return [shape(one) for one in value]
    return repr(value)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_was_damaged_in_a_safe_way_is_restored(data: st.DataObject) -> None:
    payload = data.draw(valid("request"))
    chance = data.draw(st.randoms())
    text = write(respell(payload, chance), data.draw, commented=True)
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    assert json.loads(fix(mark + text)) == payload


SLIPS: dict[str, Callable[[Any], Any]] = {
    "/deliverychannel": lambda value: f"{value.upper()}\u200f",
    "/destination/*/msisdn/*": lambda value: (
        re.sub(r"(...)(?=.)", r"\1 ", value) if value.startswith("+") else int(value)
    ),
    "/channels/sms/type": int,
    "/channels/sms/sendLinkAsAppClip": str,
    "/contactPolicy/channelCheckConsent": lambda value: f" {str(value).lower()} ",
    "/destination/*/msisdn": lambda value: value[0] if len(value) == 1 else value,
    "/destination": lambda value: value[0] if len(value) == 1 else value,
    "/channels/sms": lambda value: [value],
    "": lambda value: [value],
}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_was_damaged_in_values_is_restored_by_unsafe_fixes(data: st.DataObject) -> None:
    payload = data.draw(valid("request"))
    damaged = copy.deepcopy(payload)
    for pattern, slip in SLIPS.items():
        for path, value in list(select_values(damaged, pattern)):
            if data.draw(st.booleans()):
                damaged = put(damaged, path, slip(value))
    text = write(damaged, data.draw, commented=data.draw(st.booleans()))
    assert json.loads(fix(text, unsafe=True)) == payload


def put(value: Any, path: tuple[Any, ...], inner: Any) -> Any:
    """The value with another at a path."""
    if not path:
        return inner
    *above, last = path
    holder = value
    for token in above:
        holder = holder[token]
    holder[last] = inner
    return value


@pytest.mark.parametrize("unsafe", [False, True])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_text_ends_up_worse_and_fixing_twice_changes_nothing(
    unsafe: bool, data: st.DataObject
) -> None:
    value = respell(data.draw(near_examples("request")), data.draw(st.randoms()))
    text = write(value, data.draw, commented=data.draw(st.booleans()))
    fixed = fix(text, unsafe=unsafe)
    assert fix(fixed, unsafe=unsafe) == fixed
    before, after = find(text), find(fixed)
    assert VERDICTS.index(judge(after)) >= VERDICTS.index(judge(before))
    if not unsafe and read(text.encode()).complete:
        assert shape(read(fixed.encode()).value) == shape(read(text.encode()).value)


@given(st.text(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_tried(text: str, unsafe: bool) -> None:
    assert (
        fix(text.encode("utf-8", "surrogatepass"), unsafe=unsafe, options=CheckOptions())
        is not None
    )


@given(data=st.data(), unsafe=st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_clean_stays_as_it_is(data: st.DataObject, unsafe: bool) -> None:
    text = write(data.draw(valid("request")), data.draw, commented=False)
    assert fix(text, unsafe=unsafe) == text


EXAMPLES = [one for one in load_examples(CONTRACT) if one.suite in ("request", ".")]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.path.rpartition("fixtures/")[2])
def test_no_example_ends_up_worse(example: Example) -> None:
    with open(example.path, "rb") as file:
        data = file.read()
    before, fixed = find(data), fix_text(data, CONTRACT, REQUEST, unsafe=True)
    after = find(fixed.data)
    assert VERDICTS.index(judge(after)) >= VERDICTS.index(judge(before))
    assert (fixed.data == data) == (fixed.count == 0)
    if not any(one.fix for one in before):
        assert fixed.data == data
