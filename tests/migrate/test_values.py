"""What a value becomes by a conversion; what cannot be converted is not guessed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractkit.migrate.values import (
    CONVERSIONS,
    UnfitValueError,
    look_up,
    write_as_string,
    write_in_utc,
)

ZONES = st.builds(
    lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-14 * 60, 14 * 60)
)
FIRST, LAST = datetime.fromisoformat("1000-01-02"), datetime.fromisoformat("9998-01-01")
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)


@given(MOMENTS)
def test_a_moment_stays_the_same(moment: datetime) -> None:
    written = write_in_utc(moment.isoformat())
    assert isinstance(written, str)
    assert written.endswith("Z")
    assert datetime.fromisoformat(written) == moment.astimezone(UTC)
    assert write_in_utc(written) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-10-01T09:30:00Z", "2026-10-01T09:30:00Z"),
        ("2026-10-01T09:30:00.000Z", "2026-10-01T09:30:00.000Z"),
        ("2026-10-01t09:30:00z", "2026-10-01T09:30:00Z"),
        ("2026-10-01 09:30", "2026-10-01T09:30:00Z"),
        ("2026-10-01T09:30:00 +0530", "2026-10-01T04:00:00Z"),
        ("2026-10-01T09:30:00.5-5:00", "2026-10-01T14:30:00.5Z"),
    ],
)
def test_a_moment_is_read_in_many_forms(value: str, written: str) -> None:
    assert write_in_utc(value) == written


@pytest.mark.parametrize(
    "value",
    [
        *("", "soon", "2026-10-01", "09:30", "2026-02-30T09:30:00Z", "2026-10-01T24:00:01Z"),
        *("2026-10-01T09:30:00+25:00", "1000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"),
        *("2026-10-01T09:30:60Z", "\u0662026-10-01T09:30:00Z", "2026-10-01T09:30:00Z\n"),
        *(5, None, True, [], {}),
    ],
)
def test_what_is_no_moment_is_not_converted(value: object) -> None:
    with pytest.raises(UnfitValueError):
        write_in_utc(value)


@pytest.mark.parametrize(
    ("value", "written"), [(5, "5"), (5.5, "5.5"), ("5", "5"), (True, True), (None, None)]
)
def test_only_a_number_becomes_a_string(value: object, written: object) -> None:
    assert write_as_string(value) is written or write_as_string(value) == written
    assert type(write_as_string(value)) is type(written)


def test_a_table_tells_true_from_one() -> None:
    yes: object = True
    assert look_up(yes, [(1, "one"), (True, "true")]) == "true"
    with pytest.raises(UnfitValueError):
        look_up(1, [(True, "true"), ("1", "one")])


def test_without_a_conversion_a_value_stays() -> None:
    value: list[object] = [1]
    assert CONVERSIONS[""](value) is value
