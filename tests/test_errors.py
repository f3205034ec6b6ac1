"""The errors as values: they keep their fields between processes, and in one line what happened."""

import pickle

import pytest

from contractkit import errors

EVERY = [
    errors.ContractkitError("what, where"),
    errors.UnknownNameError("rule", "SM9", ["SM1"]),
    errors.UnreadableInputError("a.json", "no such file"),
    errors.UnrecognisedMessageError({"request": ("a", "b")}),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_crosses_between_processes(error: errors.ContractkitError) -> None:
    other = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_is_one_line(error: errors.ContractkitError) -> None:
    assert "\n" not in str(error)
    assert str(error)
