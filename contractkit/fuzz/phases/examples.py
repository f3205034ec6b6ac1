"""The examples phase: the example files of the contract, broken and valid ones by turns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from contractkit.contracts.examples import Example, load_examples
from contractkit.contracts.loading import Contract, read_json
from contractkit.errors import BrokenContractError
from contractkit.findings import Verdict
from contractkit.fuzz.joining import join_cases
from contractkit.fuzz.open_requests import is_open
from contractkit.fuzz.probes import Setting
from contractkit.fuzz.records import Probe
from contractkit.payloads.cases import Case, judge_payload

NAME = "examples"
# How many of a rule are sent: whatever comes of a doubtful one, only its answer's form is judged.
VALID = "valid"
MOST = {"invalid": None, VALID: None, "doubtful": 1}
# In how much of the whole all of them are sent: the last of the others may be too many for a run,
# while a doubtful one is the only one of its rule.
SPREAD = {"doubtful": 0.65}


def list_probes(setting: Setting) -> Iterator[Probe]:
    """The examples, one of each rule by turns, the broken ones before the valid of each turn."""
    for case in list_examples(setting.contract, setting.message, setting.rule):
        yield setting.make_probe(NAME, case)


def list_examples(contract: Contract, message: str, rule: str | None = None) -> Iterator[Case]:
    """The examples as cases, of one rule or of all, in the order in which they are sent.

    Two valid ones that differ from the plainest payload in different parts are sent as one.
    """
    wanted = [
        example
        for example in load_examples(contract)
        if example.suite == message and rule in (None, example.rule)
    ]
    streams: dict[str, list[Example | Case]] = {}
    for verdict, most in MOST.items():
        by_rule: dict[str, list[Example]] = {}
        for example in wanted:
            if example.verdict == verdict:
                by_rule.setdefault(example.rule, []).append(example)
        for found in by_rule.values():
            found.sort(key=_is_beside_its_rule)
        rows = zip_longest(*(found[:most] for found in by_rule.values()))
        examples = [example for row in rows for example in row if example]
        streams[verdict] = (
            [*_join_valid(contract, message, examples)] if verdict == VALID else [*examples]
        )
    for entry in _mix(streams):
        case = entry if isinstance(entry, Case) else _read(contract, message, entry)
        if case and not (case.verdict is Verdict.INVALID and is_open(contract, case)):
            yield case


def _is_beside_its_rule(example: Example) -> bool:
    """Whether a broken example does not break the rule that it is named after."""
    rules = {rule for rule, _ in example.findings}
    return example.verdict != VALID and example.rule not in rules


def _join_valid(contract: Contract, message: str, examples: list[Example]) -> list[Case]:
    cases = (_read(contract, message, example) for example in examples)
    return join_cases(contract, [case for case in cases if case])


def _mix(streams: Mapping[str, list[Example | Case]]) -> Iterator[Example | Case]:
    """The entries of all streams, by verdict, each stream spread over the whole."""
    places = [
        (SPREAD.get(verdict, 1) * (number + 0.5) / len(stream), order, entry)
        for order, (verdict, stream) in enumerate(streams.items())
        for number, entry in enumerate(stream)
    ]
    yield from (entry for _, _, entry in sorted(places, key=lambda place: place[:2]))


@lru_cache(maxsize=1024)
def _read(contract: Contract, message: str, example: Example) -> Case | None:
    try:
        case = judge_payload(contract, message, read_json(example.path))
        return replace(case, origin=f"example {example.name}")
    except BrokenContractError:
        return None
