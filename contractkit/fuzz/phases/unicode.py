"""The unicode phase: texts at a limit that are longer or shorter in another form, and imitations.

A form is what a program may make of a text before it counts or compares it: composed, in capitals,
escaped. What counts is the text as it was sent.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.errors import UnbuildableError
from contractkit.findings import Verdict
from contractkit.fuzz.base_payloads import FEW, list_open_places, list_plainest
from contractkit.fuzz.broken_cases import break_base
from contractkit.fuzz.probes import Setting, fullest, plainest, write_json
from contractkit.fuzz.records import Probe
from contractkit.payloads.building.builder import build
from contractkit.payloads.building.choices import Plan
from contractkit.payloads.building.nodes import make_node
from contractkit.payloads.cases import Case, judge_payload
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.schemas.valid_schemas import load_valid_schemas, require_path
from contractkit.payloads.values.changing_texts import IMITATIONS, LONGER, SHORTER, list_imitations
from contractkit.payloads.values.edge_values import repeat_to_length
from contractkit.pointers import get_value, replace_value, select_values, to_pointer

NAME = "unicode"
COMPARED = frozenset({"enum", "const", "pattern"})


def list_probes(setting: Setting) -> Iterator[Probe]:
    """Longer texts, which are valid, shorter ones, which are not, and imitations of the valid."""
    contract, message = setting.contract, setting.message
    points = [
        point
        for point in list_mutation_points(contract, message)
        if load_rules(contract)[point.rule].verdict is Verdict.INVALID
    ]
    limited = [point for point in points if point.keyword == "maxLength"]
    for case in chain(
        _list_longer(contract, message, limited),
        _list_unlimited(contract, message),
        _list_shorter(limited),
        _imitate_values([point for point in points if point.keyword in COMPARED]),
        _imitate_names(contract, message),
    ):
        if setting.rule is None or setting.rule in case.rules or not case.rules:
            yield setting.make_probe(NAME, case)


def _list_unlimited(contract: Contract, message: str) -> Iterator[Case]:
    """The fullest payload, with texts that are longer in other forms where any text may stand."""
    payload: Any = fullest(contract, message).payload
    for _, path in list_open_places(contract, message):
        if list(select_values(payload, to_pointer(path))):
            payload = replace_value(payload, path, "".join(LONGER.values()))
    case = judge_payload(contract, message, payload)
    yield replace(case, origin="texts that are longer in other forms")


def _list_longer(contract: Contract, message: str, limited: list[MutationPoint]) -> Iterator[Case]:
    """Valid payloads with a text at its limit in each place that has one, in all if they go."""
    for form, unit in LONGER.items():
        texts = {point.pattern: repeat_to_length(unit, point.limit) for point in limited}
        payloads = list(_build_with(contract, message, texts))
        for place, text in texts.items() if not payloads else ():
            payloads += _build_with(contract, message, {place: text})
        origin = f"texts at their limit that are longer {form}"
        yield from (Case(message, Verdict.VALID, payload, origin=origin) for payload in payloads)


def _build_with(contract: Contract, message: str, texts: dict[str, str]) -> Iterator[object]:
    """The shortest valid payload with texts in some places; none where they do not fit."""
    wanted = [require_path(place, {"const": text}) for place, text in texts.items()]
    node = make_node("", [*load_valid_schemas(contract, message), *wanted])
    plain = Plan()
    found = []
    with suppress(UnbuildableError):
        found.append(build(node, plain))
        for label, size in plain.sizes.items() if found else ():
            plans = [Plan({label: choice}) for choice in range(1, size)]
            found += [build(node, plan) for plan in plans if label.endswith("=") and size <= FEW]
    yield from sorted(found, key=lambda payload: len(write_json(payload)))[:1]


def _list_shorter(limited: list[MutationPoint]) -> Iterator[Case]:
    """Payloads with a text that is too long by one, in each place that has a limit."""
    for point in limited:
        for base in list_plainest(point):
            case = break_base(point, base, repeat_to_length(SHORTER, point.limit + 1))
            yield replace(case, origin="a text over its limit that is shorter in other forms")


def _imitate_names(contract: Contract, message: str) -> Iterator[Case]:
    """The plainest payload with all its names written otherwise."""
    for table in IMITATIONS:
        payload = _rename(plainest(contract, message).payload, table)
        case = judge_payload(contract, message, payload)
        if case.verdict is Verdict.INVALID:
            yield replace(case, origin="names in characters that look like theirs")


def _rename(value: Any, table: dict[int, int]) -> Any:
    if isinstance(value, dict):
        return {name.translate(table): _rename(inner, table) for name, inner in value.items()}
    return [_rename(item, table) for item in value] if isinstance(value, list) else value


def _imitate_values(points: list[MutationPoint]) -> Iterator[Case]:
    """Payloads with a listed value, or one of a pattern, in characters that look like its own."""
    for point in points:
        options = point.limit if isinstance(point.limit, list) else []
        for base in list_plainest(point):
            texts = [text for text in (get_value(*base), *options) if isinstance(text, str)]
            for other in list_imitations(texts[0]) if texts else ():
                case = break_base(point, base, other)
                if point.rule in case.rules:
                    yield replace(case, origin="a value in characters that look like its own")
