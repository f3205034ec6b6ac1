"""Classes of characters in patterns: Python reads them as ECMA-262 does, and warns of nothing."""

import jsonschema_rs
import pytest

from contractkit.validation.ecma_patterns import compile_matcher, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("^[[:alpha:]]+$", ["[]", ":]", "a]]"], ["abc", "[", "]"]),
        ("^[[a]$", ["[", "a"], ["]", "[a"]),
        ("^[a[]$", ["[", "a"], ["]"]),
        (r"^[\[[\]]$", ["[", "]"], ["\\"]),
        ("^[a&&b]$", ["a", "&", "b"], ["c", "a&"]),
        ("^[a||b~~c]$", ["a", "|", "~", "c"], ["a|"]),
        ("^[a-z--9]$", ["b", "-", "5"], [",", "`"]),
        ("^[+--]$", ["+", ",", "-"], ["."]),
        ("^[--9]$", ["-", ".", "9"], [","]),
        ("^[a-c-]$", ["b", "-"], ["d"]),
        ("^[^[-]$", ["a"], ["[", "-"]),
        (r"^[\]a$]$", ["]", "a", "$"], ["a$"]),
    ],
)
def test_a_class_is_one_of_its_characters(
    pattern: str, fitting: list[str], others: list[str]
) -> None:
    in_python, in_either = compile_pattern(pattern), compile_matcher(pattern)
    in_rust = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    for text in [*fitting, *others]:
        expected = text in fitting
        assert (in_python.search(text) is not None) is expected
        assert in_either(text) is expected
        assert in_rust.is_valid(text) is expected
