"""The requests of which nobody says what is answered: contract.json has a schema for them.

Whatever is wrong in one, neither an acceptance nor a refusal is blamed. Where a request may do
without a body, nobody says what is made of nothing.
"""

from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import may_lack_body, takes_body
from contractkit.findings import Verdict
from contractkit.fuzz.records import EXPECTATIONS, Expectation
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.schemas.valid_schemas import Test, compile_test


def is_open(contract: Contract, case: Case) -> bool:
    """Whether nobody says how the request is answered."""
    fits = _compile(contract)
    return fits is not None and is_json(case) and fits(case.payload)


def find_expectation(contract: Contract, case: Case) -> Expectation:
    """How the request must be answered, by the verdict on it."""
    may_be_empty = takes_body(contract) and may_lack_body(contract)
    unsaid = is_open(contract, case) or (may_be_empty and is_nothing(case))
    return EXPECTATIONS[Verdict.DOUBTFUL if unsaid else case.verdict]


def is_nothing(case: Case) -> bool:
    """Whether there is no body at all, or nothing but white space."""
    return not is_json(case) and not (case.data or (case.text or "").encode()).strip()


@lru_cache(maxsize=16)
def _compile(contract: Contract) -> Test | None:
    schema = contract.data.get("answers", {}).get("open")
    return compile_test(schema) if schema else None
