"""The parameters phase: each keyword of each parameter kept and broken, mandatory ones left out.

One parameter differs from right ones at a time. What counts is what a reader makes of the texts
that are sent: a value that reads as another one is judged as that.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Any

from contractkit.contracts.contract import PARAMETERS
from contractkit.contracts.loading import Contract
from contractkit.contracts.parameter_values import find_items, list_types, write_parameters
from contractkit.contracts.parameters import Parameter, list_parameters
from contractkit.fuzz.addresses import Address, find_right_parameters, make_address, read_address
from contractkit.fuzz.broken_cases import list_broken
from contractkit.fuzz.probes import Setting, plainest
from contractkit.fuzz.records import EXPECTATIONS, Expectation, Probe
from contractkit.fuzz.valid_cases import list_valid
from contractkit.payloads.building.message_nodes import load_valid_node
from contractkit.payloads.building.node_lookup import find_node
from contractkit.payloads.cases import Case
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.pointers import resolve

NAME = "parameters"
MOST_VALID, MOST_CASES, MOST_OF_POINT = 40, 60, 12
FILLED, NO_VALUE, MISSING = "a", "x", object()
# What some readers take for a truth, and others do not.
TRUTHS = frozenset({"", "0", "1", "y", "n", "t", "f", "yes", "no", "on", "off", "true", "false"})
WHOLE = re.compile("-?[0-9]+")
Values = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Values of parameters, as they are sent and as they are read.

    `about` is the parameter that is special. `is_odd`: a whole number is written in a way that some
    do not read as one.
    """

    address: Address
    case: Case
    about: Parameter | None
    is_odd: bool = False


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Right values and broken ones by turns, each text once."""
    plain = plainest(setting.contract, setting.message)
    seen: set[Address] = set()
    for about, values in _list_values(setting.contract):
        sent = _send(setting, about, values)
        if sent and sent.address not in seen and setting.rule in (None, *sent.case.rules):
            seen.add(sent.address)
            yield _make_probe(setting, plain, sent)


def _list_values(contract: Contract) -> Iterator[tuple[Parameter | None, Values]]:
    """The values of all parameters, with the one that is special, in the order of sending."""
    right = find_right_parameters(contract)
    yield None, right
    known = list_parameters(contract)
    streams = [(one, _list_broken(one, point)) for one, point in _list_points(contract)]
    streams += [(one, _list_wrong_texts(one)) for one in known]
    streams += [(one, _list_right(contract, one)) for one in known]
    for row in zip_longest(*(_put(right, *stream) for stream in streams)):
        yield from (pair for pair in row if pair is not None)
    yield from ((None, case.payload) for case in _list_valid(contract))


def _put(
    right: Values, parameter: Parameter, values: Iterator[Any]
) -> Iterator[tuple[Parameter, Values]]:
    """Right values with another value of one parameter, or without it."""
    for value in values:
        own = dict(right.get(parameter.place, {}))
        own.pop(parameter.name, None)
        own |= {} if value is MISSING else {parameter.name: value}
        yield parameter, {**right, parameter.place: own}


def _list_points(contract: Contract) -> Iterator[tuple[Parameter, MutationPoint]]:
    """The keywords of each parameter."""
    for point in list_mutation_points(contract, PARAMETERS):
        for parameter in list_parameters(contract):
            missing = point.keyword == "required" and point.name == parameter.name
            if f"{point.pattern}/".startswith(f"{parameter.pointer}/") or (
                missing and point.pattern == f"/{parameter.place}"
            ):
                yield parameter, point


def _list_broken(parameter: Parameter, point: MutationPoint) -> Iterator[Any]:
    """Values of a parameter that break a keyword."""
    for case in islice(list_broken([point]), MOST_OF_POINT):
        yield _fill(resolve(case.payload, parameter.pointer, MISSING))


def _list_wrong_texts(parameter: Parameter) -> Iterator[Any]:
    """A text in the place of something else."""
    if "string" not in list_types(parameter.schema):
        yield NO_VALUE


def _list_right(contract: Contract, parameter: Parameter) -> Iterator[Any]:
    """Right values of a parameter: those of its limits, each item of an array alone, and none."""
    node = find_node(load_valid_node(contract, PARAMETERS), (parameter.place, parameter.name))
    if node.kind == "array":
        yield from islice(([value] for value in node.items.values if value != ""), MOST_VALID)
    elif node.kind not in ("object", "either"):
        yield from islice(node.values, MOST_VALID)
    for case in _list_valid(contract):
        yield _fill(resolve(case.payload, parameter.pointer, MISSING))


def _list_valid(contract: Contract) -> Iterator[Case]:
    return islice(list_valid(contract, PARAMETERS, full=False), MOST_CASES)


def _fill(value: Any) -> Any:
    """A value without empty texts in an array, which some readers leave out."""
    return [item if item != "" else FILLED for item in value] if isinstance(value, list) else value


def _send(setting: Setting, about: Parameter | None, values: Any) -> Sent | None:
    """What is sent of some values; None where they cannot be sent."""
    contract = setting.contract
    address = make_address(contract, setting.base, values)
    if address is None or _is_ambiguous(contract, values):
        return None
    odd = _is_odd(contract, values)
    return Sent(address, read_address(contract, values), about, odd)


def _is_odd(contract: Contract, values: Mapping[str, Any]) -> bool:
    """Whether a whole number is written with a fraction or an exponent."""
    return any(
        isinstance(number, float) and not WHOLE.fullmatch(json.dumps(number))
        for parameter in list_parameters(contract)
        if "number" not in list_types(parameter.schema)
        for number in _list_scalars(resolve(values, parameter.pointer))
    )


def _list_scalars(value: Any) -> Iterator[Any]:
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for inner in inside:
            yield from _list_scalars(inner)
    else:
        yield value


def _is_ambiguous(contract: Contract, values: Mapping[str, Any]) -> bool:
    """Whether readers differ in what they make of the texts of an array or an object."""
    for parameter in list_parameters(contract):
        value = resolve(values, parameter.pointer)
        if isinstance(value, list | dict) and value and not parameter.is_json:
            texts = write_parameters(contract, {parameter.place: {parameter.name: value}})
            joined = [text for _, text in (*texts.query, *texts.headers, *texts.cookies)]
            parts = [*value] if isinstance(value, list) else [*value, *value.values()]
            flat = all(isinstance(part, str | int | float | None) for part in parts)
            odd = any(
                isinstance(part, str) and (not part or set(part) & set(", |=[]&")) for part in parts
            )
            if not flat or odd or not (joined or texts.path):
                return True
    return False


def _make_probe(setting: Setting, plain: Case, sent: Sent) -> Probe:
    case, about = sent.case, sent.about
    words = about.words if about else "right parameters"
    probe = setting.make_probe(
        NAME,
        plain,
        expect=_expect(sent),
        label=words,
        marks=frozenset({NAME, *([words] if about else ())}),
        path=sent.address.path,
        search=sent.address.search,
        headers=(*setting.own_headers, *sent.address.headers),
        parameters=case,
    )
    return replace(probe, rules=case.rules, pointer=case.pointer)


def _expect(sent: Sent) -> Expectation:
    """What is expected; nothing where some readers take a wrong text for a right value."""
    expect, about = EXPECTATIONS[sent.case.verdict], sent.about
    if expect is Expectation.ACCEPT:
        return Expectation.FORM if sent.is_odd else expect
    if expect is not Expectation.REFUSE or about is None:
        return expect
    value, schema = resolve(sent.case.payload, about.pointer), about.schema
    if value == "" and not about.required:
        return Expectation.FORM  # which many take for none
    items = value if isinstance(value, list) else [value]
    types = list_types(find_items(schema) if isinstance(value, list) else schema)
    return Expectation.FORM if any(_may_be_taken(item, types) for item in items) else expect


def _may_be_taken(text: Any, types: frozenset[str]) -> bool:
    """Whether a text may be read as a value of one of the types, by a lenient reader."""
    if not isinstance(text, str):
        return isinstance(text, bool | int) and "boolean" in types and text in (0, 1)
    if "boolean" in types and text.strip().lower() in TRUTHS:
        return True
    if not types & {"integer", "number"}:
        return False
    try:
        float(text.replace("_", "").replace(",", "."))
    except ValueError:
        return False
    return True
