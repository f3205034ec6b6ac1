"""The requests of which nobody says what is answered: contract.json has a schema for them.

Whatever is wrong in one, neither an acceptance nor a refusal is blamed.
"""

from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.findings import Verdict
from contractkit.fuzz.records import EXPECTATIONS, Expectation
from contractkit.payloads.cases import Case, is_json
from contractkit.payloads.valid_schemas import Test, compile_test


def is_open(contract: Contract, case: Case) -> bool:
    """Whether nobody says how the request is answered."""
    fits = _compile(contract)
    return fits is not None and is_json(case) and fits(case.payload)


def find_expectation(contract: Contract, case: Case) -> Expectation:
    """How the request must be answered, by the verdict on it."""
    verdict = Verdict.DOUBTFUL if is_open(contract, case) else case.verdict
    return EXPECTATIONS[verdict]


@lru_cache(maxsize=16)
def _compile(contract: Contract) -> Test | None:
    schema = contract.data.get("answers", {}).get("open")
    return compile_test(schema) if schema else None
