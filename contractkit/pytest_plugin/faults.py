"""The requests of one test that the contract does not allow, and whether the test means them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contractkit.contracts.codes import find_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.rules import find_rule
from contractkit.emulator.history import LONGEST_BODY, RecordedRequest
from contractkit.emulator.settings import Settings
from contractkit.findings import Verdict
from contractkit.jsontext import read
from contractkit.pytest_plugin.wording import broken_rules, count, explain_findings, write_row
from contractkit.validation.options import CheckResult

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """Which invalid requests a test means: any, or those that break nothing but the rules.

    `must`: the test fails if none comes.
    """

    rules: frozenset[str] = frozenset()
    must: bool = True

    def covers(self, seen: RecordedRequest) -> bool:
        """Whether a request that is at fault is meant."""
        return not self.rules or (
            seen.verdict is Verdict.INVALID and broken_rules(seen.findings) <= self.rules
        )


def mean(contract: Contract, rules: Iterable[str]) -> Meant:
    """What a test says that it means; UnknownNameError for a rule that does not exist."""
    return Meant(frozenset(find_rule(contract, one).id for one in rules))


@dataclass(frozen=True, slots=True)
class Fault:
    """A request that is at fault, and which one of the test it was, from 1."""

    number: int
    seen: RecordedRequest


def is_at_fault(seen: RecordedRequest) -> bool:
    """Whether a request is invalid, or could not even be judged."""
    return seen.verdict in (Verdict.INVALID, None)


def explain_faults(settings: Settings, faults: Sequence[Fault], total: int, more: int) -> str:
    """The faults in words; `more` are those that were not kept."""
    number = len(faults) + more
    head = (
        f"{count(number, 'request')} of {total:,} that contract_emulator got "
        f"{'does' if number == 1 else 'do'} not conform to {settings.contract}"
    )
    blocks = [_explain(settings, one) for one in faults[:MOST_SHOWN]]
    hidden = number - len(blocks)
    tail = [f"and {hidden:,} more\n"] if hidden > 0 else []
    rules = sorted({rule for one in faults for rule in broken_rules(one.seen.findings)})
    named = ", ".join(f'"{rule}"' for rule in rules[:MOST_SHOWN])
    tail.append(f"If the test means that, let it say contract_emulator.expect_invalid({named}).")
    return "\n".join([f"{head}\n", *blocks, *tail])


def _explain(settings: Settings, fault: Fault) -> str:
    seen, name = fault.seen, f"request {fault.number}"
    if seen.verdict is None:
        return _explain_unjudged(settings, name, seen)
    document = read(seen.body) if len(seen.body) < LONGEST_BODY else None
    bad = [one for one in seen.findings if one.verdict is Verdict.INVALID]
    rest = [one for one in seen.findings if one.verdict is Verdict.DOUBTFUL]
    return explain_findings(name, CheckResult(None, seen.findings, document), bad, rest)


def _explain_unjudged(settings: Settings, name: str, seen: RecordedRequest) -> str:
    operation = settings.operation
    right = f"{operation['method']} {operation['path']}"
    sent = f"{seen.method} {seen.path}"
    if sent != right:
        what, fix = f"{sent} is not the operation", f"Send {right}: use contract_emulator.url."
    else:
        headers = [one["header"] for one in settings.contract.data.get("authentication", ())]
        what = _name_code(settings, seen.code) or "it was turned away unread"
        fix = f"Send contract_emulator.key in the header {headers[-1]}." if headers else ""
        fix = fix if seen.code in _access_codes(settings) or not seen.code else ""
    return f"{name}: error: {what}\n{write_row('fix', fix)}\n"


def _access_codes(settings: Settings) -> set[str]:
    return set(settings.contract.data["answers"]["unauthenticated"].values())


def _name_code(settings: Settings, code: str | None) -> str:
    context = settings.contract.data["answers"]["context"]
    codes = [one for one in find_codes(settings.contract, code or "") if one.context == context]
    return next((f"refused with {one.code}, {one.description}" for one in codes), "")
