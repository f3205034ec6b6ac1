"""The codes that refusals carry: those that are documented, and ones that never were."""

from collections.abc import Iterator
from functools import lru_cache
from random import Random

from contractkit.contracts.loading import Contract
from contractkit.emulator.answers import Ids, codes_of
from contractkit.findings import Verdict, judge
from contractkit.fuzzclient.rendering import render
from contractkit.fuzzclient.scenario import Planned
from contractkit.validation.check import check

MOST_TRIES = 400


@lru_cache(maxsize=8)
def list_refusal_codes(contract: Contract) -> tuple[str, ...]:
    """The documented codes of refusals; the usual one, which needs no name, is not among them."""
    told = contract.data["answers"]
    apart = (told["accepted"], told["otherwise"])
    return tuple(code for code in codes_of(contract, told["context"]) if code not in apart)


def find_unseen_code(contract: Contract, random: Random) -> str | None:
    """A code that nobody documented and that a refusal may carry all the same; None if none is."""
    known = codes_of(contract, contract.data["answers"]["context"])
    for code in _vary(str(contract.data["answers"]["otherwise"]), random):
        if code not in known and _may_carry(contract, code):
            return code
    return None


def _vary(code: str, random: Random) -> Iterator[str]:
    for _ in range(MOST_TRIES):
        yield "".join(random.choice("0123456789") if one.isdigit() else one for one in code)


def _may_carry(contract: Contract, code: str) -> bool:
    answer = render(contract, Planned("refusal", code=code), Ids(code), zipped=False)
    message = contract.data["answers"]["message"]
    return judge(check(answer.value, message, contract=contract)) is not Verdict.INVALID
