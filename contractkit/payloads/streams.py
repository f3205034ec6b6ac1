"""Streams of cases from a seed, and how they are written: as lines, or as a folder of files."""

import base64
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.errors import OutputFolderError
from contractkit.findings import Verdict
from contractkit.payloads.bases import find_breakable_points
from contractkit.payloads.boundary_suite import identify
from contractkit.payloads.builder import UnbuildableError
from contractkit.payloads.choices import Seeded
from contractkit.payloads.sampling import Case, draw_broken, draw_valid, judge_text
from contractkit.payloads.text_mutations import TEXT_MUTATIONS, break_text


def generate_cases(
    contract: Contract, message: str, verdict: Verdict, rule: str | None, seed: str
) -> Iterator[Case]:
    """Cases without end, the same for the same arguments on every machine.

    None at all where no rule of the message gives the verdict.

    Raises UnknownNameError for a message or rule that does not exist, or that do not go together.
    """
    if rule and find_rule(contract, rule).id in TEXT_MUTATIONS:
        return _generate_texts(contract, message, find_rule(contract, rule).id, seed)
    if verdict is Verdict.VALID:
        find_breakable_points(contract, message, None, Verdict.INVALID)
        return _generate_valid(contract, message, seed)
    sites = find_breakable_points(contract, message, rule, verdict)
    return _generate_broken(contract, message, verdict, sites, seed)


def _generate_valid(contract: Contract, message: str, seed: str) -> Iterator[Case]:
    for number in count():
        try:
            yield draw_valid(contract, message, Seeded(f"{seed}:{number}"))
        except UnbuildableError:
            continue


def _generate_broken(
    contract: Contract, message: str, verdict: Verdict, sites: list[list[Any]], seed: str
) -> Iterator[Case]:
    for number in count() if sites else ():
        source = Seeded(f"{seed}:{number}")
        of_rule = sites[source.choose(len(sites), "rule")]
        try:
            site = of_rule[source.choose(len(of_rule), "site")]
            case = draw_broken(contract, message, site, source)
        except UnbuildableError:
            continue
        if case and case.verdict is verdict and len(case.rules) == 1:
            yield case


def _generate_texts(contract: Contract, message: str, rule: str, seed: str) -> Iterator[Case]:
    for number, case in enumerate(_generate_valid(contract, message, seed)):
        texts = list(break_text(rule, case.payload))
        if texts:
            yield judge_text(contract, message, texts[number % len(texts)])


def to_record(case: Case) -> dict[str, Any]:
    """A case as `--annotate` writes it; what is no JSON has its text or, encoded, its bytes."""
    content: dict[str, Any] = {"payload": case.payload}
    if case.text is not None:
        content = {"text": case.text}
    if case.data is not None:
        content = {"bytes": base64.b64encode(case.data).decode("ascii")}
    return {
        "id": identify(case),
        **content,
        "message": case.message,
        "verdict": str(case.verdict),
        "rules": list(case.rules),
        "pointer": case.pointer,
    }


def to_line(case: Case, *, annotate: bool) -> str | None:
    """A case as a line of NDJSON without its end; None where only an annotation could hold it."""
    if annotate:
        return json.dumps(to_record(case))
    return json.dumps(case.payload) if is_json(case) else None


def is_json(case: Case) -> bool:
    """Whether the case has a payload, rather than a text that is no JSON."""
    return case.text is None and case.data is None


def to_bytes(case: Case) -> bytes:
    """The case as it is sent: its payload as JSON, or its text, or its bytes."""
    if case.data is not None:
        return case.data
    if case.text is not None:
        return case.text.encode("utf-8")
    return json.dumps(case.payload, ensure_ascii=False, indent=2).encode() + b"\n"


def write_files(cases: Iterable[Case], folder: str) -> int:
    """Write each case to `VERDICT/RULE-ID.json` in a new or empty folder; how many there are.

    The folder appears whole, or not at all. Raises OutputFolderError.
    """
    if os.path.isdir(folder) and os.listdir(folder):
        raise OutputFolderError(folder, "is not empty")
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise OutputFolderError(folder, "is not a folder")
    home = os.path.dirname(os.path.abspath(folder))
    if not os.path.isdir(home):
        raise OutputFolderError(folder, "stands in no folder that exists")
    with tempfile.TemporaryDirectory(dir=home, prefix=".generate-") as draft:
        names = {_write_file(case, draft) for case in cases}
        whole = os.path.join(draft, "whole")
        os.makedirs(whole, exist_ok=True)
        os.replace(whole, folder)
    return len(names)


def _write_file(case: Case, draft: str) -> str:
    rules = case.rules or (str(Verdict.VALID),)
    name = os.path.join(draft, "whole", str(case.verdict), f"{rules[0]}-{identify(case)}.json")
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as file:
        file.write(to_bytes(case))
    return name
