"""Reads YAML 1.2 (its core schema): the value, and the line of each part of it.

The parser is PyYAML's in C, of which only the events are used: its own reading is that of YAML 1.1,
in which `NO` is false and `2024-01-01` is no string. Events also come one by one, so nesting and
aliases are bounded before anything is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contractkit.errors import ContractkitError, DocumentError
from contractkit.importing.documents.document import MOST_LEVELS, MOST_VALUES, Document, is_number
from contractkit.jsontext.display import show_text

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}")
_OTHER_INTEGER = re.compile(r"0o[0-7]{1,4000}|0x[0-9a-fA-F]{1,4000}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"
_PLAIN = tuple(f"{_CORE}{name}" for name in ("null", "bool", "int", "float"))
_NO_TEXTS = tuple(f"{_CORE}{name}" for name in ("map", "omap", "pairs", "seq", "set"))
_CONTAINERS = (None, "!", f"{_CORE}map", f"{_CORE}seq")
_MERGE = "<<"


@dataclass(slots=True)
class _Container:
    """A mapping or a sequence that is being read; `size` counts its values, aliases in full."""

    value: Any
    line: int
    anchor: str | None
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 1
    key: str | None = None
    key_line: int = 0
    merged: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """What is known while a text is read; `lines` holds those of each container's members."""

    path: str
    open: list[_Container] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    lines: dict[int, dict[str, int]] = field(default_factory=dict)
    unquoted: list[tuple[int, str]] = field(default_factory=list)
    root: Any = None
    count: int = 0


def read_yaml(text: str, path: str) -> Document:
    """The document of a YAML text. Raises DocumentError, with the line."""
    reading = _Reading(path)
    for event in _list_events(text, path):
        _take(reading, event)
    if reading.count == 0:
        raise DocumentError(path, "is empty")
    lines = reading.lines
    return Document(
        path,
        reading.root,
        lambda pointer: _find_line(reading.root, lines, pointer),
        tuple(reading.unquoted),
    )


def _list_events(text: str, path: str) -> Iterator[Any]:
    try:
        import yaml
    except ImportError:
        wanted = "pip install 'contractkit[new]'"
        raise ContractkitError(
            f"{path} is YAML, which needs the package pyyaml: {wanted}"
        ) from None
    loader = getattr(yaml, "CLoader", yaml.Loader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise DocumentError(path, f"{where}is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise DocumentError(path, f"is not YAML: {' '.join(str(error).split())}") from error


def _take(reading: _Reading, event: Any) -> None:
    """Go on by one event."""
    line = event.start_mark.line + 1
    match type(event).__name__:
        case "MappingStartEvent":
            _open(reading, event, {}, line)
        case "SequenceStartEvent":
            _open(reading, event, [], line)
        case "MappingEndEvent" | "SequenceEndEvent":
            _close(reading)
        case "ScalarEvent":
            _take_scalar(reading, event, line)
        case "AliasEvent":
            if event.anchor not in reading.anchors:
                reason = f"line {line}: the anchor {event.anchor!r} is not known, or holds itself"
                raise DocumentError(reading.path, reason)
            value, size = reading.anchors[event.anchor]
            _add(reading, value, size, line)
        case "DocumentStartEvent" if reading.count:
            raise DocumentError(reading.path, f"line {line}: a second document begins")


def _open(reading: _Reading, event: Any, value: Any, line: int) -> None:
    if len(reading.open) >= MOST_LEVELS:
        reason = f"line {line}: is nested more than {MOST_LEVELS} levels deep"
        raise DocumentError(reading.path, reason)
    if event.tag not in _CONTAINERS:
        raise _unknown_tag(reading, event.tag, line)
    _refuse_as_key(reading, line)
    reading.open.append(_Container(value, line, event.anchor))


def _refuse_as_key(reading: _Reading, line: int) -> None:
    above = reading.open[-1] if reading.open else None
    if above and isinstance(above.value, dict) and above.key is None:
        raise DocumentError(reading.path, f"line {line}: a key is no text")


def _close(reading: _Reading) -> None:
    done = reading.open.pop()
    _merge(reading, done)
    reading.lines[id(done.value)] = done.lines
    if done.anchor:
        reading.anchors[done.anchor] = done.value, done.size
    _add(reading, done.value, done.size, done.line)


def _merge(reading: _Reading, container: _Container) -> None:
    """Fill in what `<<` names: the members that the mapping lacks."""
    for source in container.merged:
        if not isinstance(source, dict):
            raise DocumentError(reading.path, f"line {container.line}: << names no mapping")
        for name, value in source.items():
            if name not in container.value:
                container.value[name] = value
                container.lines[name] = reading.lines[id(source)].get(name, container.line)


def _take_scalar(reading: _Reading, event: Any, line: int) -> None:
    above = reading.open[-1] if reading.open else None
    if above and isinstance(above.value, dict) and above.key is None:
        _take_key(reading, above, event, line)
        return
    value = _read_scalar(reading, event, line)
    if event.anchor:
        reading.anchors[event.anchor] = value, 1
    _add(reading, value, 1, line)


def _take_key(reading: _Reading, above: _Container, event: Any, line: int) -> None:
    name = event.value
    if name in above.lines:
        reason = f"the key {name!r} stands twice, in line {above.lines[name]} and in line {line}"
        raise DocumentError(reading.path, reason)
    if event.anchor:
        reading.anchors[event.anchor] = name, 1
    if event.implicit[0] and name != _MERGE and not isinstance(_resolve(name), str):
        reading.unquoted.append((line, name))
    above.key, above.key_line = name, line
    above.lines[name] = line


def _add(reading: _Reading, value: Any, size: int, line: int) -> None:
    """Put a finished value where it belongs."""
    if not reading.open:
        reading.root = value
        reading.count += 1
        return
    above = reading.open[-1]
    above.size += size
    if above.size > MOST_VALUES:
        reason = f"line {line}: its aliases stand for more than {MOST_VALUES:,} values"
        raise DocumentError(reading.path, reason)
    if isinstance(above.value, list):
        above.lines[str(len(above.value))] = line
        above.value.append(value)
    elif above.key is None:
        _take_alias_as_key(reading, above, value, line)
    else:
        _set_member(above, value)


def _take_alias_as_key(reading: _Reading, above: _Container, value: Any, line: int) -> None:
    if not isinstance(value, str):
        raise DocumentError(reading.path, f"line {line}: a key is no text")
    above.key, above.key_line = value, line
    above.lines[value] = line


def _set_member(above: _Container, value: Any) -> None:
    name, above.key = str(above.key), None
    if name == _MERGE:
        del above.lines[name]
        above.merged += value if isinstance(value, list) else [value]
    else:
        above.value[name] = value


def _read_scalar(reading: _Reading, event: Any, line: int) -> Any:
    tag, text = event.tag, event.value
    if tag is None:
        value = _resolve(text) if event.implicit[0] else text
    elif tag in _PLAIN:
        value = _resolve(text)
    elif tag == "!" or (tag.startswith(_CORE) and tag not in _NO_TEXTS):
        value = text
    else:
        raise _unknown_tag(reading, tag, line)
    if isinstance(value, float) and not is_number(value):
        raise DocumentError(reading.path, f"line {line}: {_describe_infinite(text)}")
    return value


def _describe_infinite(text: str) -> str:
    if _NO_JSON.fullmatch(text):
        return f"{text} is no number of JSON"
    return f"{show_text(text)} is beyond the largest double, about 1.8e308"


def _unknown_tag(reading: _Reading, tag: str, line: int) -> DocumentError:
    shown = tag.removeprefix(_CORE)
    return DocumentError(reading.path, f"line {line}: the tag {shown!r} has no meaning in JSON")


def _resolve(text: str) -> Any:
    """What a scalar without quotes is by the core schema of YAML 1.2."""
    if _NULL.fullmatch(text):
        return None
    if boolean := _BOOLEAN.fullmatch(text):
        return bool(boolean[1])
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_INTEGER.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text) or _NO_JSON.fullmatch(text):
        return float(
            text.replace(".i", "i").replace(".I", "i").replace(".n", "n").replace(".N", "n")
        )
    return text


def _find_line(root: Any, lines: dict[int, dict[str, int]], pointer: str) -> int:
    from contractkit.pointers import to_tokens

    line, value = 1, root
    for token in to_tokens(pointer):
        line = lines.get(id(value), {}).get(token, line)
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            break
    return line
