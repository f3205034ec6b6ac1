"""The keys of a configuration file: what each takes and means; how files are read and written.

The table in docs/configuration.md is this one: a test compares the two.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.errors import ConfigurationError, UnknownNameError
from contractkit.linting.settings import Resolved, shapes
from contractkit.linting.settings.config_file import read_table
from contractkit.linting.settings.shapes import Shape, UnfitValueError

DEFAULT = "default"


def _name_none(_: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a configuration file; `meaning` is Markdown.

    `rules` and `messages` give what of the contract a value of the field names. `path` is True
    where the value is a path, relative to the file, `table` where it is a table.
    """

    name: str
    read: Shape
    meaning: str
    rules: Callable[[Any], Iterable[str]] = _name_none
    messages: Callable[[Any], Iterable[str]] = _name_none
    path: bool = False
    table: bool = False

    @property
    def field(self) -> str:
        """The field of Settings that it fills."""
        return self.name.replace("-", "_")


KEYS = (
    Key("contract", shapes.read_text, "the contract: `NAME` or `NAME@VERSION`"),
    Key("schemas", shapes.read_text, "a folder of contracts of your own", path=True),
    Key(
        "kind",
        shapes.read_text,
        "`auto`, or what every file is: `request` …",
        messages=lambda message: [message],
    ),
    Key(
        "kinds",
        shapes.read_kinds,
        "a table: what the files of a pattern are, whatever `kind` says; the first that fits "
        "counts",
        messages=lambda table: [message for _, message in table],
        table=True,
    ),
    Key("select", shapes.read_words, "only these rules: a list of ids or beginnings", rules=tuple),
    Key(
        "ignore",
        shapes.read_words,
        "leave out these rules: a list of ids or beginnings",
        rules=tuple,
    ),
    Key(
        "per-file-ignores",
        shapes.read_ignores,
        "a table: rules to leave out, as in `ignore`, in the files of a pattern; all that fit "
        "count",
        rules=lambda table: [rule for _, rules in table for rule in rules],
        table=True,
    ),
    Key(
        "severity",
        shapes.read_severities,
        "a table: `error`, `warning` or `note` for a rule, or all that begin so; the longest "
        "that fits counts",
        rules=lambda table: [rule for rule, _ in table],
        table=True,
    ),
    Key("jsonc", shapes.read_flag, "allow comments and trailing commas"),
    Key("templates", shapes.read_flag, "let placeholders stand for values"),
    Key(
        "template-patterns",
        shapes.read_placeholders,
        "what a placeholder looks like, `…` for its name",
    ),
    Key(
        "environment",
        shapes.read_text,
        "the file with the variables of Postman collections, instead of those beside them",
        path=True,
    ),
    Key("exclude", shapes.read_globs, "patterns of files to leave out"),
    Key("redact", shapes.read_flag, "keep the payload's values out of the report"),
    Key("strict", shapes.read_flag, "exit with 1 for warnings too"),
    Key("baseline", shapes.read_text, "the file of accepted findings", path=True),
    Key("max-findings", shapes.read_count, "how many findings are shown"),
    Key("jobs", shapes.read_jobs, "how many processes to use: a number, or `auto`"),
    Key(
        "tenant", shapes.read_tenant, "a table: the [tenant's profile](#for-one-tenant)", table=True
    ),
)
BY_NAME = {key.name: key for key in KEYS}


def read_settings(path: str) -> dict[str, Any]:
    """What a configuration file says, by field of Settings. Raises ConfigurationError."""
    fields = {}
    for name, value in read_table(path).items():
        if name not in BY_NAME:
            raise ConfigurationError(path, str(UnknownNameError("setting", name, BY_NAME)))
        key = BY_NAME[name]
        try:
            fields[key.field] = key.read(value, name)
        except UnfitValueError as error:
            raise ConfigurationError(path, str(error)) from None
        if key.path:
            fields[key.field] = os.path.join(os.path.dirname(path), fields[key.field])
    return fields


def write_settings(resolved: Resolved, contract: Contract, style: str, width: int) -> str:
    """The settings and where each comes from: JSON, or a configuration file."""
    if style == "json":
        return _write_json(resolved, contract)
    about = f"from {resolved.file}" if resolved.file else "no configuration file"
    lines = [f"# {about}"]
    for key in KEYS:
        lines += _write_key(key, resolved, contract, width)
    return "\n".join(lines) + "\n"


def _write_json(resolved: Resolved, contract: Contract) -> str:
    settings = {
        key.name: {
            "value": _find_value(key, resolved, contract),
            "from": resolved.origins.get(key.field, DEFAULT),
        }
        for key in KEYS
    }
    report = {"version": 1, "file": resolved.file, "settings": settings}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _find_value(key: Key, resolved: Resolved, contract: Contract) -> Any:
    """The value of a key as a file would have it; None where it has none."""
    value = getattr(resolved.settings, key.field)
    if key.field == "contract":
        return str(contract)
    if key.path and value is not None:
        return os.path.normpath(value)
    return dict(value) if key.table else value


def _write_key(key: Key, resolved: Resolved, contract: Contract, width: int) -> Iterator[str]:
    value = _find_value(key, resolved, contract)
    origin = resolved.origins.get(key.field, DEFAULT)
    if value is None:
        yield f"# {key.name} is not set"
    elif isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _write_line(shapes.join_keys(key.name, name), inner, origin, width)
    else:
        yield from _write_line(key.name, value, origin, width)


def _write_line(name: str, value: Any, origin: str, width: int) -> Iterator[str]:
    line = f"{name} = {shapes.write_value(value)}  # {origin}"
    if len(line) <= width or not isinstance(value, (list, tuple)):
        yield line
        return
    yield f"{name} = [  # {origin}"
    yield from (f"    {shapes.write_value(item)}," for item in value)
    yield "]"
