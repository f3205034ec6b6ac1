"""What stands at the end of a long report: a line a failure, in groups, and tables of counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from contractkit.reporting.texts import cut_line, make_printable

SHOWN = 10  # so many failures are told in full, unless it is said how many
MOST_MEMBERS = 12
WHOLE = "the whole payload"


@dataclass(frozen=True, slots=True)
class Row:
    """One failure: its check, what it is about, how often it was met, and all that in a line.

    `group` is the heading that it stands below; `member` the pattern of the member that it is
    about, empty for the whole.
    """

    group: str
    check: str
    member: str
    count: int
    line: str


def write_text(
    rows: Sequence[Row],
    write_failure: Callable[[int], str],
    summary: str,
    *,
    width: int,
    show: int = SHOWN,
) -> str:
    """A report for a terminal: the first failures in full, then what is read from its end.

    `write_failure` writes the one with a number, from 0 on. A single failure needs no overview.
    """
    blocks: list[str] = []
    for number, heading in enumerate(list_headings(row.group for row in rows[:show])):
        blocks += [f"{heading}\n"] if heading and rows[1:] else []
        blocks.append(f"{number + 1}. {write_failure(number)}")
    more = len(rows) - show
    blocks += [_write_overview(rows, width)] if rows[1:] or more > 0 else []
    advice = f"--show all tells {more:,} more in full."
    return "\n".join([*blocks, *([advice] if more > 0 else []), summary]) + "\n"


def list_headings(groups: Iterable[str]) -> Iterator[str]:
    """For each failure its group, where a new one begins, or an empty text."""
    last = ""
    for group in groups:
        yield group if group != last else ""
        last = group


def _write_overview(rows: Sequence[Row], width: int) -> str:
    """A line a failure below the headings of their groups, then the counts by check and member."""
    counts = [*_write_counts("by check", _count(rows, "check"), width)]
    members = _count(rows, "member")
    if len(members) > 1:
        counts += ["", *_write_counts("by member", members, width)]
    return "".join(f"{line}\n" for line in (*_write_lines(rows, width), "", *counts))


def _write_lines(rows: Sequence[Row], width: int) -> Iterator[str]:
    yield cut_line("All failures, the gravest first, and how often each was met:", width)
    headings = list_headings(row.group for row in rows)
    for number, (row, heading) in enumerate(zip(rows, headings, strict=True), 1):
        if heading:
            yield cut_line(f"  {heading}", width)
        line = f"{number:>5}. {row.count:>5,}  {make_printable(row.line)}"
        yield cut_line(line, width)


def _count(rows: Iterable[Row], name: str) -> dict[str, tuple[int, int]]:
    """How many failures there are of each, and how often they were met, the most first."""
    failures, met = Counter[str](), Counter[str]()
    for row in rows:
        key = getattr(row, name) or WHOLE
        failures[key] += 1
        met[key] += row.count
    return {key: (count, met[key]) for key, count in failures.most_common()}


def _write_counts(title: str, counts: dict[str, tuple[int, int]], width: int) -> Iterator[str]:
    yield f"{'failures':>8}  {'met':>6}  {title}"
    entries = list(counts.items())
    shown = entries if len(entries) <= MOST_MEMBERS + 1 else entries[:MOST_MEMBERS]
    for name, (failures, met) in shown:
        yield cut_line(f"{failures:>8,}  {met:>6,}  {make_printable(name)}", width)
    rest = entries[len(shown) :]
    if rest:
        failures, met = (sum(numbers[place] for _, numbers in rest) for place in (0, 1))
        yield f"{failures:>8,}  {met:>6,}  {len(rest)} more"
