"""Variables of collections: which are known, what is sent, and where a finding then is."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.findings import Finding
from contractkit.jsontext import read
from contractkit.linting.recordings import Environment, check_recording
from contractkit.linting.recordings.variables import (
    Variables,
    drop_circular,
    fill,
    load_dynamic_variables,
    read_variables,
)
from contractkit.validation.check import check_document, check_text
from contractkit.validation.options import CheckOptions
from tests.linting.recordings.making import URL, make_collection, make_item, write
from tests.sample_payloads import near_examples, plain, plain_sms

CONTRACT = load()
GOOD = json.dumps(plain())
TO = "+447700900123"
RAW = "/item/0/request/body/raw"
NUMBER = f"{RAW}/destination/0/msisdn/0"
QUOTED = GOOD.replace(TO, "{{to}}")
UNQUOTED = GOOD.replace(f'"{TO}"', "{{to}}")


def know(**values: Any) -> Variables:
    """The variables of a list with these names and values."""
    entries = [{"key": name, "value": value} for name, value in values.items()]
    return drop_circular(read_variables(entries, "/variable"))


def variable(value: Any, key: str = "to", **members: Any) -> dict[str, Any]:
    return {"key": key, "value": value, **members}


def find(collection: dict[str, Any], options: CheckOptions = CheckOptions()) -> list[Finding]:  # noqa: B008
    recorded = check_recording(write(collection), CONTRACT, options)
    assert recorded
    assert recorded.requests
    return list(recorded.findings)


def rules(raw: str, *variables: Any, **members: Any) -> list[str]:
    collection = make_collection(make_item(raw), variable=list(variables), **members)
    return [finding.rule for finding in find(collection)]


# Filling in


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("{{a}}", {"a": "1"}, "1"),
        ("x{{a}}y{{b}}z", {"a": "1", "b": "22"}, "x1y22z"),
        ("{{ a }}", {"a": "1"}, "1"),
        ("{{A}} {{b}}", {"a": "1"}, "{{A}} {{b}}"),
        ("{{a}}", {"a": "{{b}}", "b": "{{c}}", "c": "1"}, "1"),
        ("{{a}}", {"a": "-{{b}}-{{b}}-", "b": "1"}, "-1-1-"),
        ("{{a}}", {"a": "{{unknown}}/x"}, "{{unknown}}/x"),
        ("{{host-{{stage}}}}", {"stage": "prod", "host-prod": "h"}, "h"),
        ("{{host-{{stage}}}}", {"stage": "prod"}, "{{host-prod}}"),
        ("{{a}}", {"a": "{{a}}"}, "{{a}}"),
        ("{{a}}", {"a": "{{b}}", "b": "{{a}}"}, "{{a}}"),
        ("{{c}}", {"a": "{{b}}", "b": "{{a}}", "c": "-{{a}}"}, "{{c}}"),
        ('{"a": {"b": {{x}}}}', {"x": "1"}, '{"a": {"b": 1}}'),
        ("{{{a}}}", {"a": "1"}, "{1}"),
        ("{{a}} {a} {{}} {{", {"a": "1"}, "1 {a} {{}} {{"),
        ("{{a}}", {"a": 7}, "7"),
        ("{{a}}", {"a": 1.0}, "1"),
        ("{{a}}", {"a": 0.5}, "0.5"),
        ("{{a}}", {"a": True}, "true"),
        ("{{a}}", {"a": False}, "false"),
        ("{{a}}", {"a": 10**25}, "1" + "0" * 25),
        ("{{a}}", {"a": ""}, "{{a}}"),
        ("{{a}}", {"a": None}, "{{a}}"),
        ("{{a}}", {"a": ["1"]}, "{{a}}"),
        ("{{a}}", {"a": {}}, "{{a}}"),
    ],
)
def test_known_values_are_filled_in(text: str, values: dict[str, Any], expected: str) -> None:
    assert fill(text, know(**values)).text == expected


def test_values_that_grow_without_end_are_left_alone() -> None:
    doubling = {f"a{number}": f"{{{{a{number + 1}}}}}" * 2 for number in range(18)}
    assert fill("{{a0}}", know(**doubling, a18="x" * 64)).text == "{{a0}}"
    values = {"a": "{{b{{c}}", "c": "}}{{a}}"}
    assert fill("{{a}}", know(**values)).text
    many = "{{a}}" * 9_999
    assert fill(many, know(a="1")).text == "1" * 9_999
    assert fill(many * 2, know(a="1")).text == many * 2
    assert fill("{{a}}{{b}}", know(a="x" * 300_000, b="1")).text == "{{a}}{{b}}"


def test_a_long_chain_of_variables_takes_no_time() -> None:
    chain = {f"a{number}": f"{{{{a{number + 1}}}}}" for number in range(20_000)}
    known = know(**chain, a20000="{{a19999}}", free="1")
    assert known["a0"] is None
    assert known["free"]


@settings(deadline=None)
@given(st.data())
def test_each_character_has_its_place(data: st.DataObject) -> None:
    parts = st.sampled_from(["{{a}}", "{{b}}", "{{c}}", "{{none}}", "x", "\n", "é", "{", "}"])
    pieces = data.draw(st.lists(parts, max_size=12))
    text = "".join(pieces)
    filled = fill(text, know(a="1", b="-{{a}}+{{a}}", c="{{c}}"))
    for index, char in enumerate(filled.text):
        start, end = filled.find_written(index, index + 1)
        written = text[start:end]
        assert written == char or written in ("{{a}}", "{{b}}")
        assert bool(list(filled.list_variables(index, index + 1))) == (written != char)
    assert filled.find_written(0, len(filled.text)) == (0, len(text))
    assert filled.find_written(len(filled.text), len(filled.text)) == (len(text), len(text))


# Which values are known


def scripts(code: str, listen: str = "prerequest") -> list[dict[str, Any]]:
    return [{"listen": listen, "script": {"exec": code.splitlines()}}]


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ([variable("07700900123")], ["SM112"]),
        ([variable(TO)], []),
        ([variable(447700900123)], []),
        ([variable(7700900123)], []),
        ([variable("")], []),
        ([], []),
        ([variable("07700900123", disabled=True)], []),
        ([variable("07700900123", enabled=False)], []),
        ([variable("07700900123", disabled=False, enabled=True)], ["SM112"]),
        ([variable("07700900123"), variable(TO)], []),
        ([variable(TO), variable("07700900123")], ["SM112"]),
        ([variable("07700900123"), variable(TO, disabled=True)], ["SM112"]),
        ([variable("07700900123", "other")], []),
        ([variable("07700900123", "To")], []),
        ([variable("{{national}}"), variable("07700900123", "national")], ["SM112"]),
        ([variable("0{{unknown}}")], []),
        ([variable('a", "b')], ["SM112", "SM112"]),
        ([None, "x", {"value": "1"}, {"key": "to"}, variable("07700900123")], ["SM112"]),
    ],
)
def test_value_in_quotes_is_judged(variables: list[Any], found: list[str]) -> None:
    assert rules(QUOTED, *variables) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (TO, ["JT014"]),
        ("07700900123", ["JT014"]),
        ("447700900123", ["SM133"]),
        (f'"{TO}"', []),
        ('"07700900123"', ["SM112"]),
        (f'"{TO}", "{TO}"', ["SM204"]),
        ("Ethan", ["JT004", "SM112"]),
        ("null", ["SM133"]),
        (True, ["SM133"]),
        ("{{unknown}}", []),
        ("", []),
        (None, []),
    ],
)
def test_value_without_quotes_is_judged(value: Any, found: list[str]) -> None:
    assert rules(UNQUOTED, variable(value)) == found


def test_a_whole_body_may_be_a_variable() -> None:
    body = json.dumps(plain_sms(senderid=""))
    [finding] = find(
        make_collection(make_item("{{payload}}"), variable=[variable(body, "payload")])
    )
    assert (finding.rule, finding.pointer) == ("SM108", f"{RAW}/channels/sms/senderid")
    assert rules("{{payload}}") == []


def test_a_string_with_an_unknown_variable_in_it_may_be_any_string() -> None:
    assert rules(GOOD.replace(TO, "+44{{rest}}")) == []
    assert rules(GOOD.replace(TO, "{{country}}{{rest}}")) == []
    assert rules(GOOD.replace(TO, "+44{{rest}}"), variable("0770x", "rest")) == ["SM112"]
    assert rules(GOOD.replace('"ACME"', '["{{name}}"]')) == ["SM136"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('pm.variables.set("to", x);', []),
        ("pm.environment.set( 'to' , x)", []),
        ('postman.setEnvironmentVariable("to", x)', []),
        ('postman.setGlobalVariable("to", x)', []),
        ('pm.collectionVariables.set("other", x)', ["SM112"]),
        ('pm.variables.get("to")', ["SM112"]),
    ],
)
@pytest.mark.parametrize("listen", ["prerequest", "test"])
def test_what_a_script_sets_is_not_known(code: str, listen: str, found: list[str]) -> None:
    event = scripts(f"const x = 1;\n{code}", listen)
    bad = variable("07700900123")
    assert rules(QUOTED, bad, event=event) == found
    item = make_item(QUOTED) | {"event": event}
    later = make_collection({"item": [item]}, make_item(QUOTED), variable=[bad])
    assert [finding.rule for finding in find(later)] == found * 2


def read_elsewhere(entries: Any) -> Variables:
    """The variables of a list in another file."""
    variables = read_variables(entries, "/values")
    return {name: one and replace(one, file="other.json") for name, one in variables.items()}


GOOD_ONE, BAD_ONE = [variable(TO)], [variable("07700900123")]


@pytest.mark.parametrize(
    ("globals_", "collection", "folder", "item", "environment", "found"),
    [
        (BAD_ONE, [], [], [], [], ["SM112"]),
        (BAD_ONE, GOOD_ONE, [], [], [], []),
        (GOOD_ONE, BAD_ONE, [], [], [], ["SM112"]),
        ([], GOOD_ONE, BAD_ONE, [], [], ["SM112"]),
        ([], BAD_ONE, GOOD_ONE, [], [], []),
        ([], GOOD_ONE, GOOD_ONE, BAD_ONE, [], ["SM112"]),
        ([], BAD_ONE, BAD_ONE, BAD_ONE, GOOD_ONE, []),
        (GOOD_ONE, GOOD_ONE, GOOD_ONE, GOOD_ONE, BAD_ONE, ["SM112"]),
        ([], BAD_ONE, [], [], [variable("")], []),
        ([], BAD_ONE, [], [], [variable(TO, enabled=False)], ["SM112"]),
        ([], [variable("{{real}}")], [], [], [variable("07700900123", "real")], ["SM112"]),
        ([], [variable("07700900123", "real")], [], [], [variable("{{real}}")], ["SM112"]),
        ([], [variable("{{real}}")], [], [], [variable("{{to}}", "real")], []),
    ],
)
def test_the_innermost_scope_counts_and_the_environment_over_all(
    globals_: Any, collection: Any, folder: Any, item: Any, environment: Any, found: list[str]
) -> None:
    inner = make_item(QUOTED) | {"variable": item}
    value = make_collection({"item": [inner], "variable": folder}, variable=collection)
    beside = Environment(read_elsewhere(environment), read_elsewhere(globals_))
    recorded = check_recording(write(value), CONTRACT, CheckOptions(), lambda: [beside])
    assert recorded
    assert [finding.rule for finding in recorded.findings] == found


# Around the body


@pytest.mark.parametrize(
    ("changes", "variables", "found"),
    [
        ({"url": "{{u}}"}, [variable(URL, "u")], []),
        ({"url": "{{u}}"}, [variable(URL.replace("https", "http"), "u")], ["SM703"]),
        ({"url": "{{p}}://{{h}}/resources/v1/messaging"}, [variable("http", "p")], []),
        (
            {"url": {"raw": "{{b}}/resources/v1/messaging"}},
            [variable("http://{{h}}", "b"), variable("api.us.webexconnect.io", "h")],
            ["SM703"],
        ),
        (
            {
                "url": {
                    "raw": URL.replace("v1", ":version"),
                    "variable": [variable("v2", "version")],
                }
            },
            [],
            ["SM702"],
        ),
        (
            {
                "url": {
                    "raw": URL.replace("v1", ":version"),
                    "variable": [variable("{{v}}", "version")],
                }
            },
            [variable("v2", "v")],
            ["SM702"],
        ),
        ({"url": URL.replace("v1", ":version")}, [], []),
        (
            {
                "url": {
                    "raw": "http" + URL[5:].replace("v1", ":v"),
                    "variable": [variable("{{v}}", "v")],
                }
            },
            [variable("v2", "v")],
            ["SM702", "SM703"],
        ),
        ({"method": "{{m}}"}, [variable("PUT", "m")], ["SM701"]),
        ({"method": "{{m}}"}, [], []),
        (
            {"header": [variable("{{t}}", "Content-Type"), variable("k", "key")]},
            [variable("text/plain", "t")],
            ["SM801"],
        ),
        ({"header": [variable("{{t}}", "Content-Type"), variable("k", "key")]}, [], []),
        ({"header": [variable("k", "{{n}}")]}, [variable("X-Key", "n")], ["SM802"]),
        ({"header": [variable("k", "{{n}}")]}, [variable("key", "n")], []),
        (
            {"header": [variable("{{a}}", "Authorization")]},
            [variable("Basic YTpi", "a")],
            ["SM802"],
        ),
    ],
)
def test_values_around_the_body_are_judged(changes: Any, variables: Any, found: list[str]) -> None:
    findings = find(make_collection(make_item(GOOD, **changes), variable=variables))
    assert [finding.rule for finding in findings] == found
    for finding in findings:
        used = {one.pointer for one in finding.related}
        expected = {f"/variable/{number}/value" for number in range(len(variables))}
        assert used <= expected | {"/item/0/request/url/variable/0/value"}
        assert used or finding.rule == "SM802"


# Places


def test_finding_is_at_the_reference_and_names_the_place_of_the_value() -> None:
    value = make_collection(make_item(QUOTED), variable=[variable(TO, "x"), *BAD_ONE])
    text = write(value).decode()
    [finding] = find(value)
    assert finding.pointer == NUMBER
    assert finding.span
    assert text[finding.span.start : finding.span.end] == r"\"{{to}}\""
    [place] = finding.related
    assert (place.pointer, place.message, place.file) == (
        "/variable/1/value",
        "the value of “to”",
        None,
    )
    assert place.span
    assert text[place.span.start : place.span.end] == '"07700900123"'


def test_every_variable_on_the_way_is_named() -> None:
    variables = [variable("0{{rest}}"), variable("7700900123", "rest"), variable("1", "other")]
    [finding] = find(make_collection(make_item(QUOTED), variable=variables))
    assert {one.pointer for one in finding.related} == {"/variable/0/value", "/variable/1/value"}


def test_a_finding_about_an_object_does_not_name_the_values_in_it() -> None:
    raw = QUOTED.replace('"deliverychannel": "sms", ', "")
    [finding] = find(make_collection(make_item(raw), variable=[variable(TO)]))
    assert (finding.rule, finding.related) == ("SM102", ())


def test_a_place_is_found_behind_a_value_of_another_length() -> None:
    raw = QUOTED.replace("ACME", "")
    value = make_collection(make_item(raw), variable=[variable(TO)])
    text = write(value).decode()
    [finding] = find(value)
    assert finding.rule == "SM108"
    assert finding.span
    assert text[finding.span.start : finding.span.end] == r"\"\""


@settings(deadline=None, max_examples=150)
@given(near_examples("request"), st.data())
def test_findings_are_those_of_the_text_that_is_sent(payload: Any, data: st.DataObject) -> None:
    text = json.dumps(payload, indent=data.draw(st.sampled_from([None, 1])))
    assume("{{" not in text)
    raw, variables = draw_references(text, data)
    value = make_collection(make_item(raw), variable=variables)
    file = write(value).decode()
    options = CheckOptions("request", templates=True, patterns=("{{…}}",), within_strings=True)
    expected = check_document(text, CONTRACT, options).findings
    found = find(value)
    assert sorted((one.rule, one.message) for one in found) == sorted(
        (one.rule, one.message) for one in expected
    )
    known = read_variables(variables, "/variable")
    sent = sorted(text[one.span.start : one.span.end] for one in expected if one.span)
    written = [json.loads(f'"{file[one.span.start : one.span.end]}"') for one in found if one.span]
    assert sorted(fill(one, known).text for one in written) == sent


def draw_references(text: str, data: st.DataObject) -> tuple[str, list[dict[str, Any]]]:
    """The text with references in place of some values, and the variables."""
    nodes = read(text.encode()).nodes
    leaves = [node.value for node in nodes.values() if text[node.value[0]] not in "{["]
    chosen = data.draw(st.lists(st.sampled_from(leaves), unique=True)) if leaves else []
    raw, variables = text, []
    for start, end in sorted(chosen, reverse=True):
        quoted = text[start] == '"' and end - start > 2 and data.draw(st.booleans())
        first, last = (start + 1, end - 1) if quoted else (start, end)
        variables.append(variable(text[first:last], f"v{start}"))
        raw = f"{raw[:first]}{{{{v{start}}}}}{raw[last:]}"
    return raw, variables


# What Postman makes up


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (QUOTED.replace("{{to}}", "{{$randomInt}}"), ["SM220"]),
        (QUOTED.replace("{{to}}", "{{$guid}}"), ["SM112"]),
        (QUOTED.replace("{{to}}", "{{$randomPhoneNumber}}"), ["SM112"]),
        (QUOTED.replace("{{to}}", "{{$unheardOf}}"), []),
        (UNQUOTED.replace("{{to}}", "{{$randomInt}}"), ["SM133"]),
        (UNQUOTED.replace("{{to}}", "{{$timestamp}}"), ["SM133"]),
        (UNQUOTED.replace("{{to}}", "{{$randomBoolean}}"), ["SM133"]),
        (UNQUOTED.replace("{{to}}", "{{$guid}}"), ["JT014"]),
        (UNQUOTED.replace("{{to}}", "{{$isoTimestamp}}"), ["JT014"]),
        (UNQUOTED.replace("{{to}}", "{{$randomCity}}"), ["JT004", "SM112"]),
        (GOOD.replace("Hello", "{{$guid}} at {{$timestamp}}"), []),
        (GOOD.replace("ACME", "{{$randomCompanyName}}"), []),
        (GOOD.replace('"Hello"', "{{$randomInt}}"), ["SM137"]),
        (GOOD[:-1] + ', "callbackData": "{{$guid}}", "correlationid": "{{$randomUUID}}"}', []),
    ],
)
def test_made_up_values_are_known_by_their_kind(raw: str, found: list[str]) -> None:
    findings = find(make_collection(make_item(raw)))
    assert [finding.rule for finding in findings] == found
    assert all("` gives such values" in finding.message for finding in findings)


def test_a_made_up_value_is_named_once() -> None:
    [finding] = find(make_collection(make_item(QUOTED.replace("{{to}}", "{{$guid}}{{$guid}}"))))
    assert finding.message.count("gives such values") == 1


def test_two_made_up_values_are_not_equal() -> None:
    number = "+4477009{{$randomInt}}"
    body = plain(destination=[{"msisdn": [number, number]}])
    assert "SM204" not in rules(json.dumps(body))


def test_a_variable_of_that_name_counts_more() -> None:
    assert rules(QUOTED.replace("to", "$guid", 1), variable(TO, "$guid")) == []


@pytest.mark.parametrize("name", load_dynamic_variables())
def test_every_made_up_value_may_stand_in_a_text(name: str) -> None:
    text = json.dumps(plain_sms(text=fill(f"{{{{{name}}}}}", {}).text))
    assert check_text(text, "request", contract=CONTRACT) == ()


# Secrets


def test_no_value_is_shown_where_a_secret_is_filled_in() -> None:
    secret = [variable("07700900123", type="secret")]
    [finding] = find(make_collection(make_item(QUOTED), variable=secret))
    assert (finding.rule, finding.related) == ("SM112", ())
    assert "0770" not in finding.message
    url = [variable("/secret/", "u", type="secret")]
    item = make_item(GOOD, f"{URL.partition('/resources')[0]}{{{{u}}}}resources/v1/messaging")
    for one in find(make_collection(item, variable=url)):
        assert "secret" not in one.message
