"""Files of a payload a line: each line found what it is alone, at its place in the file."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractkit.contracts.loading import load
from contractkit.errors import UnreadableInputError, UnrecognisedMessageError
from contractkit.linting import jobs, linter
from contractkit.linting import lines as reading
from contractkit.linting.lines import Block, LineInput, LongLine, read_blocks
from contractkit.linting.linter import lint_inputs
from contractkit.linting.results import Linted, Result
from contractkit.validation.check import check_document
from contractkit.validation.options import CheckOptions
from tests.sample_payloads import example_values

CONTRACT = load()
PAYLOADS = [
    json.dumps(value, ensure_ascii=number % 2 == 0).encode()
    for number, value in enumerate(example_values("request"))
]
REQUEST = CheckOptions("request")
CLEAN = [line for line in PAYLOADS if not check_document(line, CONTRACT, REQUEST).findings]
BROKEN = [b'{"deliverychannel"', b"]", b'{"a": 1, "a": 1}', b"[1", b"2]", b'"x"', b"{},{}", b"\xff"]
BLANK = [b"", b"  ", b"\r"]


def lint_stream(stream: io.BytesIO, count: int | str = 1) -> list[Result]:
    one = LineInput("a.ndjson", lambda: stream)
    return list(lint_inputs([one], CONTRACT, lambda _: CheckOptions(), count, finish=iter))


def lint(data: bytes, count: int | str = 1) -> list[Result]:
    return lint_stream(io.BytesIO(data), count)


def show(results: list[Result]) -> Iterator[object]:
    for one in results:
        if isinstance(one, UnreadableInputError):
            yield one.path
        elif isinstance(one, Linted):
            for finding in one.findings:
                line = finding.span.line if finding.span else None
                yield line, finding.rule, finding.pointer, finding.message


def expect(lines: list[bytes]) -> Iterator[object]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = check_document(line.removesuffix(b"\r"), CONTRACT, CheckOptions()).findings
        except UnrecognisedMessageError:
            yield f"a.ndjson:{number}"
            continue
        yield from ((number, one.rule, one.pointer, one.message) for one in found)


def test_the_examples_tell_something() -> None:
    assert len(CLEAN) > 20
    assert len(PAYLOADS) - len(CLEAN) > 20


def test_clean_lines_are_one_file_with_nothing_found() -> None:
    assert lint(b"\n".join(CLEAN)) == [Linted("a.ndjson")]


@given(
    lines=st.lists(st.sampled_from(PAYLOADS + CLEAN + BROKEN + BLANK), max_size=12),
    end=st.sampled_from([b"", b"\n", b"\r\n"]),
)
@settings(max_examples=150, deadline=None)
def test_each_line_is_judged_as_it_is_alone(lines: list[bytes], end: bytes) -> None:
    assert list(show(lint(b"\n".join(lines) + end))) == list(expect(lines))


def test_a_finding_shows_its_line_and_columns_within_it() -> None:
    payload = json.loads(CLEAN[0]) | {"surprise": 1}
    (found, end) = lint(b"\n".join([*CLEAN[:3], json.dumps(payload).encode()]))
    assert isinstance(found, Linted)
    assert isinstance(end, Linted)
    (finding,) = found.findings
    assert finding.span is not None
    assert found.document is not None
    assert (found.first_line, finding.span.line, finding.span.end_line) == (4, 4, 4)
    assert (found.whole, end.whole) == (False, True)
    column = finding.span.column - 1
    assert found.document.text[column:].startswith('"surprise"')


def test_several_processes_find_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 4096)
    data = b"\n".join((PAYLOADS + BROKEN) * 3)
    assert list(show(lint(data, 2))) == list(show(lint(data)))


@pytest.mark.parametrize(("alone", "elsewhere"), [(10**9, False), (5000, True), (0, True)])
def test_other_processes_judge_what_is_left_of_much_data(
    monkeypatch: pytest.MonkeyPatch, alone: int, *, elsewhere: bool
) -> None:
    asked: list[int] = []

    def run(tasks: Any, work: Any, _: object, count: int) -> Iterator[Result]:
        asked.append(count)
        return (result for task in tasks for result in work(task))

    monkeypatch.setattr(jobs, "run_in_processes", run)
    monkeypatch.setattr(linter, "ALONE", alone)
    monkeypatch.setattr(reading, "BLOCK", 1024)
    data = b"\n".join(PAYLOADS + BROKEN)
    assert list(show(lint(data, "auto"))) == list(show(lint(data)))
    assert bool(asked) == elsewhere
    assert all(1 <= count <= linter.MOST_JOBS for count in asked)


def test_blocks_hold_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 7)
    lines = [b"abc", b"", b"0123456789", b"x" * 30, b"end"]
    blocks = list(read_blocks(io.BytesIO(b"\n".join(lines))))
    held = [one.data.split(b"\n") for one in blocks if isinstance(one, Block)]
    assert [line for block in held for line in block] == lines
    firsts = [one.first for one in blocks if isinstance(one, Block)]
    assert firsts == sorted(set(firsts))
    assert firsts[0] == 1


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 64)
    monkeypatch.setattr(reading, "LONGEST", 1000)
    data = b"\n".join([CLEAN[0][:50], b"x" * 5000, b"y"])
    kinds = [(type(one), one) for one in read_blocks(io.BytesIO(data))]
    assert [one for kind, one in kinds if kind is LongLine] == [LongLine(2)]
    assert kinds[-1][1] == Block(3, b"y")


def test_lines_behind_a_long_one_keep_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 64)
    monkeypatch.setattr(reading, "LONGEST", 1000)
    data = b"\n".join([b"x" * 5000, *(b"%d" % number for number in range(2, 90))])
    blocks = [one for one in read_blocks(io.BytesIO(data)) if isinstance(one, Block)]
    numbered = [
        (number, line)
        for one in blocks
        for number, line in enumerate(one.data.split(b"\n"), one.first)
    ]
    assert numbered == [(number, b"%d" % number) for number in range(2, 90)]


class Torn(io.BytesIO):
    """A file that can be read to its middle only."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_what_was_read_before_an_error_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 200)
    results = lint_stream(Torn(b"[]\n" * 200))
    assert sum(isinstance(one, Linted) and bool(one.findings) for one in results) == 66
    (error,) = [one for one in results if isinstance(one, UnreadableInputError)]
    assert str(error) == "a.ndjson: Input/output error"
