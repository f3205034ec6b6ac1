"""Both validators find the same in any value, by any schema with any keywords."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit import check, check_text
from contractkit.validation.broken_keywords import BrokenKeyword
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.native_errors import NotNativeError
from contractkit.validation.native_validator import NativeValidator
from contractkit.validation.reference_validator import list_broken_keywords
from tests.validation.random_schemas import make_choices, make_schemas, values
from tests.validation.ruled_contracts import write_contract


def identify(broken: BrokenKeyword) -> tuple[Any, ...]:
    return broken.keyword, broken.path, broken.name, broken.found, repr(broken.value)


@pytest.mark.parametrize("make", [make_schemas, make_choices])
@pytest.mark.parametrize("later", [False, True], ids=["draft-07", "2020-12"])
@given(data=st.data(), limit=st.sampled_from([None, None, 1]))
@settings(max_examples=200)
def test_the_validators_agree(
    make: Any, later: bool, data: st.DataObject, limit: int | None
) -> None:
    schema = data.draw(make(later=later))
    value = data.draw(values)
    expected = [identify(broken) for broken in list_broken_keywords(schema, value, limit)]
    assert compile_fast_validator(schema)(value) is (not expected)
    try:
        native = NativeValidator(schema)
        found = [identify(broken) for broken in native.list_broken(value, limit)]
        of_many = native.list_broken_of_many([[], value, value], limit)
    except NotNativeError:
        return
    assert found == expected
    assert [identify(broken) for broken in of_many.get(2, ())] == expected


@pytest.mark.parametrize("make", [make_schemas, make_choices])
@pytest.mark.parametrize("later", [False, True], ids=["draft-07", "2020-12"])
@given(data=st.data())
@settings(max_examples=60)
def test_something_is_said_of_each_invalid_value_and_of_no_other(
    make: Any, later: bool, data: st.DataObject
) -> None:
    schema, some = data.draw(make(later=later)), data.draw(st.lists(values, max_size=4))
    is_valid = compile_fast_validator(schema)
    with tempfile.TemporaryDirectory() as folder:
        contract = write_contract(Path(folder), schema)
        for value in some:
            findings = check_text(json.dumps(value), "request", contract=contract)
            assert (findings == ()) is is_valid(value)
            assert all(finding.message and finding.help for finding in findings)
            assert len(check(value, "request", contract=contract)) == len(findings)
