"""Fixes a text: makes the fixes of its findings and judges the result, until none is left.

A fix counts only when its finding is gone and no other came of it. What a fix brings to light may
stay where it was only hidden: what is inside an object that has its right name at last, and what is
milder than the finding that went. No text ends up worse than it was.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contractkit.contracts.loading import Contract
from contractkit.errors import UnrecognisedMessageError
from contractkit.findings import Edit, Finding, Fix, Severity, Verdict, judge
from contractkit.jsontext import read
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions

MOST_ROUNDS = 10
MOST_TRIALS = 64
SEVERITIES, VERDICTS = tuple(Severity), tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes, and how many findings are fixed."""

    data: bytes
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Judged:
    data: bytes
    message: str
    value: object
    findings: tuple[Finding, ...]


def fix_text(
    data: bytes, contract: Contract, options: CheckOptions, *, unsafe: bool = False
) -> Fixed:
    """Make the safe fixes of a text, with `unsafe` all; it stays as it is where there are none."""
    fixer = _Fixer(contract, options._replace(redact=False, limit=None), unsafe=unsafe)
    first = fixer.judge(data)
    if first is None:
        return Fixed(data)
    current, count = first, 0
    for _ in range(MOST_ROUNDS):
        made, current = fixer.make_fixes(current)
        count += made
        if not made:
            break
    if not count or _worst(current) < _worst(first):
        return Fixed(data)
    return Fixed(current.data, count)


class _Fixer:
    """How texts are judged, which fixes are wanted, and how often one may still be tried."""

    def __init__(self, contract: Contract, options: CheckOptions, *, unsafe: bool) -> None:
        self.contract, self.options, self.unsafe = contract, options, unsafe
        self.trials = MOST_TRIALS

    def judge(self, data: bytes) -> _Judged | None:
        """Judge a text; None where it cannot be read to its end, or is no message."""
        try:
            checked = check_document(data, self.contract, self.options)
        except UnrecognisedMessageError:
            return None
        if checked.message is None:
            return None
        document = checked.document or read(data, jsonc=self.options.jsonc)
        return _Judged(data, checked.message, document.value, checked.findings)

    def wants(self, finding: Finding) -> bool:
        """Whether a finding has a fix that may be made."""
        return finding.fix is not None and (self.unsafe or finding.fix.safe)

    def make_fixes(self, current: _Judged) -> tuple[int, _Judged]:
        """Make as many fixes as go together: how many were made, and what became of the text."""
        pending = [_fixable_together(filter(self.wants, current.findings))]
        made: list[Finding] = []
        best = current
        while pending and self.trials:
            group = pending.pop(0)
            if not group:
                continue
            self.trials -= 1
            tried = self.judge(_apply_edits(current.data, _fixes(made + group)))
            if tried and self._is_better(current, tried, made + group):
                made, best = made + group, tried
                continue
            more, later = self._look_ahead(tried)
            if later and self._is_better(current, later, made + group, more):
                return len(made + group + more), later
            if len(group) > 1:
                middle = len(group) // 2
                pending[:0] = [group[:middle], group[middle:]]
        return len(made), best

    def _look_ahead(self, tried: _Judged | None) -> tuple[list[Finding], _Judged | None]:
        """What becomes of a text when all that can be fixed in it then is fixed, and those fixes.

        An object under a wrong name may hold such names itself, and is in order only without them.
        """
        made: list[Finding] = []
        for _ in range(MOST_ROUNDS):
            more = _fixable_together(filter(self.wants, tried.findings)) if tried else []
            if not tried or not more or not self.trials:
                break
            self.trials -= 1
            made += more
            tried = self.judge(_apply_edits(tried.data, _fixes(more)))
        return made, tried if made else None

    def _is_better(
        self, before: _Judged, after: _Judged, made: list[Finding], more: Sequence[Finding] = ()
    ) -> bool:
        """Whether the findings that were fixed are gone, and nothing else has changed.

        `more` are findings that came up and were fixed between the two.
        """
        if after.message != before.message:
            return False
        every = [*made, *more]
        if all(fix.safe for fix in _fixes(every)) and _shape(before.value) != _shape(after.value):
            return False
        expected = Counter(finding.rule for finding in before.findings)
        expected.subtract(finding.rule for finding in made)
        fixed = {
            finding.fix.place: finding
            for finding in every
            if finding.fix and finding.fix.place is not None
        }
        mildest = max(map(_rank, every))
        found = [(finding, _find_cause(finding, fixed)) for finding in after.findings]
        for finding, cause in sorted(found, key=lambda pair: pair[1] is not None):
            if expected[finding.rule]:
                expected[finding.rule] -= 1
            elif _rank(finding) <= mildest and not self._is_brought_to_light(finding, cause):
                return False
        return True

    def _is_brought_to_light(self, finding: Finding, cause: Finding | None) -> bool:
        """Whether a finding inside a value that was fixed was only hidden by what was fixed."""
        if cause is None:
            return False
        rank, before = _rank(finding), _rank(cause)
        return rank > before or (_uncovers(cause) and rank == before) or self.wants(finding)


def _fixes(findings: Sequence[Finding]) -> list[Fix]:
    return [finding.fix for finding in findings if finding.fix]


def _uncovers(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.uncovers


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _find_cause(finding: Finding, fixed: dict[str, Finding]) -> Finding | None:
    """The finding whose fix was made at the place of another, or around it."""
    return next((fixed[place] for place in _list_around(finding.pointer) if place in fixed), None)


def _list_around(pointer: str | None) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    if pointer is not None:
        yield ""


def _shape(value: object) -> str:
    """A value without the names of its properties."""
    if isinstance(value, dict):
        return f"{{{','.join(map(_shape, value.values()))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_shape, value))}]"
    return repr(value)


def _worst(judged: _Judged) -> int:
    return VERDICTS.index(judge(judged.findings))


def _fixable_together(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes do not touch the places of an earlier one."""
    chosen: list[Finding] = []
    taken: list[tuple[int, int]] = []
    for finding in findings:
        places = [(edit.start, edit.end) for edit in finding.fix.edits] if finding.fix else []
        if places and not any(_overlaps(taken, place) for place in places):
            for place in places:
                taken.insert(bisect_left(taken, place), place)
            chosen.append(finding)
    return chosen


def _overlaps(taken: list[tuple[int, int]], place: tuple[int, int]) -> bool:
    index = bisect_left(taken, (place[0], place[0]))
    before, after = taken[index - 1 : index], taken[index : index + 1]
    return any(end > place[0] for _, end in before) or any(
        start < place[1] or start == place[0] for start, _ in after
    )


def _apply_edits(data: bytes, fixes: Iterable[Fix]) -> bytes:
    """The text with the edits made; what stands between them stays byte for byte."""
    text = data.decode("utf-8", "surrogateescape")
    edits: list[Edit] = sorted(
        (edit for fix in fixes for edit in fix.edits), key=lambda edit: (edit.start, edit.end)
    )
    pieces, done = [], 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]]).encode("utf-8", "surrogateescape")
