"""The verdicts are those of the JSON-Schema-Test-Suite."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from contractkit.contracts.formats import silence_formats
from contractkit.contracts.schemas import MessageSchema
from contractkit.importing.values import import_schema
from contractkit.validation.fast_validator import compile_fast_validator
from contractkit.validation.keyword_violations import read_keyword
from contractkit.validation.native_errors import NotNativeError
from contractkit.validation.native_validator import NativeValidator
from contractkit.validation.reference_validator import list_broken_keywords
from tests.validation.standard_suite import (
    Case,
    fetch_suite,
    read_all_cases,
    read_cases,
    read_remotes,
)

pytestmark = pytest.mark.registry
DIALECTS = ["draft7", "draft2020-12"]
NAMES = ["draft-07", "2020-12"]
# Optional parts that the required ones do not contradict; content is not judged in any dialect.
OPTIONAL = ["bignum", "ecmascript-regex", "float-overflow", "non-bmp-regex", "no-schema"]


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetch_suite(tmp_path_factory.mktemp("suite"))


def judge_taken_over(case: Case, dialect: str, remotes: Mapping[str, Any]) -> set[bool]:
    """The verdicts on a value by the plain schema, in which what is broken has its rule."""
    plain = silence_formats(import_schema(case.schema, retrieve=remotes, dialect=dialect))
    entry = MessageSchema("normative", plain)
    found = [list(list_broken_keywords(plain, case.value))]
    with suppress(NotNativeError):
        found.append(NativeValidator(plain).list_broken(case.value))
    violations = [[rule for one in each for rule in read_keyword(one, entry)] for each in found]
    return {compile_fast_validator(plain)(case.value), *(not each for each in violations)}


def judge(case: Case, *, formats: bool = False) -> dict[str, bool]:
    """The verdict of each validator; the native one has none where it leaves it to jsonschema."""
    schema = case.schema if isinstance(case.schema, dict) else {"allOf": [case.schema]}
    schema = schema if formats else silence_formats(schema)
    verdicts = {
        "fast": compile_fast_validator(schema)(case.value),
        "reference": not any(list_broken_keywords(schema, case.value)),
    }
    try:
        verdicts["native"] = not NativeValidator(schema).list_broken(case.value)
    except NotNativeError:
        return verdicts
    return verdicts


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_required_parts(suite: Path, dialect: str) -> None:
    cases = list(read_cases(suite, dialect))
    wrong = [case.name for case in cases if set(judge(case).values()) != {case.valid}]
    assert wrong == []
    assert len(cases) > 800


@pytest.mark.parametrize(("folder", "dialect"), list(zip(DIALECTS, NAMES, strict=True)))
def test_every_schema_that_is_taken_over(suite: Path, folder: str, dialect: str) -> None:
    """Those with names of their own, anchors and references to other documents too."""
    remotes, cases = read_remotes(suite), list(read_all_cases(suite, folder))
    wrong = [
        case.name for case in cases if judge_taken_over(case, dialect, remotes) != {case.valid}
    ]
    assert wrong == []
    assert len(cases) > 900


@pytest.mark.parametrize("dialect", DIALECTS)
def test_large_numbers_and_the_patterns_of_ecmascript(suite: Path, dialect: str) -> None:
    cases = [
        case for case in read_cases(suite, dialect, "optional")
        if case.name.partition(":")[0] in OPTIONAL
    ]  # fmt: skip
    wrong = [case.name for case in cases if set(judge(case).values()) != {case.valid}]
    assert wrong == []
    assert len(cases) > 80


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_formats(suite: Path, dialect: str) -> None:
    cases = list(read_cases(suite, dialect, "optional/format"))
    wrong = [case.name for case in cases if set(judge(case, formats=True).values()) != {case.valid}]
    assert wrong == []
    assert len(cases) > 400


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hardly_any_verdict_needs_jsonschema(suite: Path, dialect: str) -> None:
    judged = [judge(case) for case in read_cases(suite, dialect)]
    native = sum("native" in verdicts for verdicts in judged)
    assert native / len(judged) > 0.95
