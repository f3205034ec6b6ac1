"""Payloads of random schemas with any keywords: valid ones are valid, broken ones are not."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from contractkit.contracts.loading import Schema
from contractkit.errors import UnbuildableError, UnfitRuleError
from contractkit.findings import Verdict
from contractkit.payloads.cases import Case
from contractkit.payloads.sampling import generate_cases
from contractkit.validation.reference_validator import compile_validator
from tests.validation.random_schemas import make_schemas
from tests.validation.ruled_contracts import write_contract

COUNT = 6


def generate(schema: Schema, verdict: Verdict) -> Iterator[Case]:
    """Some cases; fewer, or none, where hardly anything has the verdict."""
    with tempfile.TemporaryDirectory() as folder:
        contract = write_contract(Path(folder), schema)
        try:
            yield from islice(generate_cases(contract, "request", verdict, None, "1"), COUNT)
        except (UnbuildableError, UnfitRuleError):
            return


@pytest.mark.parametrize("later", [False, True])
def test_payloads_of_any_schema_are_what_they_are_said_to_be(*, later: bool) -> None:
    made = dict.fromkeys(Verdict, 0)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(make_schemas(later=later))
    def check(schema: Schema) -> None:
        validator: Any = compile_validator(schema)
        for verdict in (Verdict.VALID, Verdict.INVALID):
            for case in generate(schema, verdict):
                made[verdict] += 1
                assert validator.is_valid(case.payload) == (verdict is Verdict.VALID), case

    check()
    assert min(made[Verdict.VALID], made[Verdict.INVALID]) > 100
