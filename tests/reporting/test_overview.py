"""A long report is read from its end: a line a failure, tables of counts, and what is left out."""

import pytest

from contractkit.reporting.overview import MOST_MEMBERS, Row, list_headings, write_text


def make_rows(count: int, width: int = 1) -> list[Row]:
    """Rows of three groups, each about a member of its own."""
    return [
        Row(
            f"Group {3 * number // count}",
            "check",
            f"/m{number}",
            number + 1,
            f"line {number} " * width,
        )
        for number in range(count)
    ]


def write(rows: list[Row], show: int = 10, width: int = 80) -> str:
    return write_text(rows, lambda number: f"failure {number}\n", "the end", width=width, show=show)


def test_a_single_failure_stands_alone() -> None:
    assert write(make_rows(1)) == "1. failure 0\n\nthe end\n"
    assert write([]) == "the end\n"
    assert "    1.     1  line 0" in write(make_rows(1), show=0)


@pytest.mark.parametrize(
    ("count", "show", "told", "advice"),
    [(9, 10, 9, ""), (12, 10, 10, "tells 2 more"), (12, 0, 0, "tells 12 more"), (30, 99, 30, "")],
)
def test_the_first_are_told_in_full_and_all_in_a_line(
    count: int, show: int, told: int, advice: str
) -> None:
    text = write(make_rows(count), show)
    full, _, overview = text.partition("All failures")
    assert full.count(". failure ") == told
    assert [f"{number:>5}. " in overview for number in range(1, count + 1)] == [True] * count
    assert ("--show all" in text) is bool(advice)
    assert advice in text
    assert text.endswith("the end\n")


def test_each_group_has_its_heading_once_in_each_part() -> None:
    full, _, overview = write(make_rows(9)).partition("All failures")
    for part in (full, overview):
        lines = [line.strip() for line in part.splitlines()]
        assert [line for line in lines if line.startswith("Group")] == [
            "Group 0",
            "Group 1",
            "Group 2",
        ]
    assert list(list_headings(["a", "a", "b", "a"])) == ["a", "", "b", "a"]


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_of_the_overview_is_wider_than_the_terminal(width: int) -> None:
    rows = [*make_rows(20, 30), Row("G", "check", "/m" * 100, 1, "one\ntwo\x1b[31m")]
    overview = write(rows, 0, width)
    assert max(map(len, overview.splitlines()[:-2])) <= width
    assert "\x1b" not in overview


def test_the_tables_count_failures_and_how_often_they_were_met() -> None:
    rows = [Row("G", check, member, met, "") for check, member, met in (
        ("a", "/x", 5), ("a", "", 1), ("b", "/x", 1000), ("a", "/x", 2)
    )]  # fmt: skip
    tables = write(rows).partition("by check\n")[2]
    assert tables.split("\n\n")[0] == "       3       8  a\n       1   1,000  b"
    assert tables.split("by member\n")[1].startswith(
        "       3   1,007  /x\n       1       1  the whole payload\n"
    )


def test_of_many_members_the_rest_is_one_line() -> None:
    members = write(make_rows(40)).partition("by member\n")[2].split("\n\n")[0].splitlines()
    assert len(members) == MOST_MEMBERS + 1
    assert members[-1] == "      28     742  28 more"
