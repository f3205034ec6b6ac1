"""Cases: payloads with the verdict on them, and how they are judged, identified and written."""

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict, judge
from contractkit.payloads.output_folder import DraftFolder, draft_folder
from contractkit.validation.causes import find_causes
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from contractkit.validation.violations import find_violations


@dataclass(frozen=True, slots=True)
class Case:
    """A payload with the verdict on it, the rules that it breaks, and where it breaks the first.

    `origin` says in a few words how the case came about. A case that is no JSON has its `text` or,
    when that is no text either, its `data` in place of the payload.
    """

    message: str
    verdict: Verdict
    payload: Any = None
    rules: tuple[str, ...] = ()
    pointer: str | None = None
    origin: str = field(default="", repr=False)
    text: str | None = None
    data: bytes | None = None


def is_json(case: Case) -> bool:
    """Whether the case has a payload, rather than a text that is no JSON."""
    return case.text is None and case.data is None


def identify(case: Case) -> str:
    """The id of a case: a hash of its message and its content."""
    if is_json(case):
        content = json.dumps(case.payload, sort_keys=True).encode()
    else:
        content = (case.text or "").encode("utf-8", "replace") if case.data is None else case.data
    return sha256(case.message.encode() + b"\0" + content).hexdigest()[:12]


def judge_payload(contract: Contract, message: str, payload: object) -> Case:
    """The case that a payload is, as the linter sees it; notes do not count."""
    return replace(_judge_written(contract, message, json.dumps(payload)), payload=payload)


@lru_cache(maxsize=2048)
def _judge_written(contract: Contract, message: str, text: str) -> Case:
    """The case of a payload that is written as JSON, without the payload."""
    rules, payload = load_rules(contract), json.loads(text)
    violations = find_violations(contract, message, payload)
    causes = find_causes(contract, message, payload, violations)
    broken = [
        (rules[violation.rule].verdict, violation)
        for violation in (cause.violation for cause in causes)
        if rules[violation.rule].verdict is not Verdict.VALID
    ]
    if not broken:
        return Case(message, Verdict.VALID)
    broken.sort(key=lambda pair: list(Verdict).index(pair[0]))
    names = tuple(dict.fromkeys(violation.rule for _, violation in broken))
    verdict, first = broken[0]
    return Case(message, verdict, None, names, first.pointer)


def judge_text(contract: Contract, message: str, text: str | bytes) -> Case:
    """The case that a text is, as the linter sees it; notes do not count."""
    findings = check_document(text, contract, CheckOptions(message)).findings
    reported = [finding for finding in findings if finding.verdict is not Verdict.VALID]
    rules = tuple(dict.fromkeys(finding.rule for finding in reported))
    pointer = reported[0].pointer if reported else None
    case = Case(message, judge(findings), None, rules, pointer, "text")
    return replace(case, data=text) if isinstance(text, bytes) else replace(case, text=text)


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
    with draft_folder(folder) as draft:
        names = {_write_file(case, draft) for case in cases}
        draft.publish()
    return len(names)


def _write_file(case: Case, draft: DraftFolder) -> str:
    rules = case.rules or (str(Verdict.VALID),)
    name = os.path.join(str(case.verdict), f"{rules[0]}-{identify(case)}.json")
    draft.write(name, to_bytes(case))
    return name
