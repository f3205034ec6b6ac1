"""Where `migrate` puts payloads: lines on standard output, files of a folder, or nowhere."""

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from contractkit.cli.lint_summary import SEVERITIES, Tally, plural
from contractkit.errors import ContractkitError
from contractkit.linting.results import REPEATED
from contractkit.migrate.file_names import name_file, number_files
from contractkit.migrate.texts import write_payload
from contractkit.payloads.output_folder import DraftFolder

if TYPE_CHECKING:
    from contractkit.migrate.reporting import Migrated


class Destination(Protocol):
    """What takes the payloads of a run, text by text."""

    def take(self, migrated: "Migrated") -> None:
        """Take the payloads of a text."""

    def finish(self, *, whole: bool) -> bool | None:
        """End a run in which all went well, or not.

        Whether the payloads were written; None where they were not to be.
        """


class Nowhere:
    """For a run that only tells."""

    def take(self, migrated: "Migrated") -> None:
        """Leave the payloads alone."""

    def finish(self, *, whole: bool) -> None:
        """There is nothing to end."""


class Lines:
    """A payload a line, in UTF-8, at once; with `hold` only when all went well."""

    def __init__(self, out: TextIO, *, hold: bool) -> None:
        """Write to a stream."""
        self._out, self._hold = out, hold
        self._held: list[bytes] = []

    def take(self, migrated: "Migrated") -> None:
        """Write the payloads, or keep their lines."""
        for request in migrated.requests:
            for payload in request.payloads:
                line = write_payload(payload.value).encode()
                if self._hold:
                    self._held.append(line)
                else:
                    click.echo(line, file=self._out)

    def finish(self, *, whole: bool) -> bool:
        """Write what is held back."""
        for line in self._held if whole else ():
            click.echo(line, file=self._out)
        return whole or not self._hold


class SideBySide:
    """Each request and its payloads side by side."""

    def __init__(self, out: TextIO) -> None:
        """Write to a stream."""
        self._out = out
        self._width = shutil.get_terminal_size().columns if out.isatty() else None

    def take(self, migrated: "Migrated") -> None:
        """Write the two sides."""
        from contractkit.migrate.side_by_side import write_side_by_side

        click.echo(write_side_by_side(migrated, self._width), nl=False, file=self._out)

    def finish(self, *, whole: bool) -> None:
        """There is nothing to end."""


class Files:
    """The files of a new folder, which appears when all went well."""

    def __init__(self, draft: DraftFolder, paths: Sequence[str]) -> None:
        """Fill a folder; `paths` are those that the inputs come from."""
        self._draft, self._paths = draft, paths
        self._taken: dict[str, str] = {}

    def take(self, migrated: "Migrated") -> None:
        """Write the payloads of a file into files, those of a line into a line each."""
        source = migrated.text.source
        name = name_file(source, self._paths)
        payloads = [one for request in migrated.requests for one in request.payloads]
        if not migrated.text.whole:
            self._claim(name, source.name)
            lines = "".join(f"{write_payload(one.value)}\n" for one in payloads)
            self._draft.write(name, lines.encode(), append=True)
            return
        for each, payload in zip(number_files(name, len(payloads)), payloads, strict=True):
            self._claim(each, source.name)
            self._draft.write(each, f"{write_payload(payload.value, pretty=True)}\n".encode())

    def _claim(self, name: str, source: str) -> None:
        """Raise ContractkitError where two inputs would have files of one name."""
        other = self._taken.setdefault(name, source)
        if other != source:
            words = f"{other} and {source} would both be {name} in {self._draft.target}"
            raise ContractkitError(f"{words}; nothing was written; migrate one at a time")

    def finish(self, *, whole: bool) -> bool:
        """Let the folder appear."""
        if whole:
            self._draft.publish()
        return whole


def summarise(tally: Tally, goal: str, outcome: str) -> str:
    """The line that ends a run, and another where files were passed over."""
    text = f"{plural(tally['requests'], 'request')}, {plural(tally['payloads'], 'payload')}"
    text += f" for {goal}: "
    counts = [plural(tally[severity], severity) for severity in SEVERITIES if tally[severity]]
    text += ", ".join(counts) or "nothing to tell"
    if tally[REPEATED]:
        text += f", {tally[REPEATED]} of them as above and not shown again"
    if tally["unreadable"]:
        text += f", {plural(tally['unreadable'], 'input')} not read"
    text += outcome
    if tally["passed over"]:
        text += f"\n{plural(tally['passed over'], 'file')} passed over: no requests"
    return text


def describe_outcome(tally: Tally, status: int, *, written: bool | None, forced: bool) -> str:
    """What the last line says of what was written; `written` is None where nothing was to be."""
    if written is None:
        return ""
    if not written or (tally["lost"] and not tally["payloads"]):
        return "; nothing was written" + (", not even with --force" if forced else "")
    told = f"; {plural(tally['lost'], 'request')} not written" if tally["lost"] else ""
    if forced and tally["error"]:
        told += ", the rest is" if told else ";"
        told += f" written despite the errors, as --force asks (exit status {status})"
    return told
