"""The types of a contract's messages in Python: a `TypedDict` for each object."""

import json
from collections.abc import Iterator
from keyword import iskeyword

from contractkit.contracts.loading import Contract
from contractkit.export.naming import RESERVED, name_root
from contractkit.export.shapes import ListOf, Literals, MapOf, Member, Named, OneOf, Shape, Type
from contractkit.export.types import list_types, wrap_comment

PLAIN = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "null": "None",
    "anything": "object",
}
IMPORT = "from typing import Literal, NotRequired, TypeAlias, TypedDict"
INDENT = "    "


def export(contract: Contract) -> str:
    """A module for Python 3.11 and newer."""
    types = list_types(contract)
    head = f'"""{_quote(f"{name_root(contract)}: the types of {contract}.")}"""'
    written = [
        _declare(
            declared, {other.name for other in types[: number + 1]}, {other.name for other in types}
        )
        for number, declared in enumerate(types)
    ]
    used = [name for name in IMPORT.partition("import ")[2].split(", ") if _uses(written, name)]
    imports = [f"from typing import {', '.join(used)}"] if used else []
    return "\n\n\n".join(["\n\n".join([head, *imports]), *written]) + "\n"


def _uses(written: list[str], name: str) -> bool:
    marks = (f"{name}[", f"({name})", f": {name} =", f" = {name}(")
    return any(mark in text for mark in marks for text in written)


def _declare(declared: Type, known: set[str], names: set[str]) -> str:
    """One type. `known` are the types that stand above it, and itself; `names` all of them."""
    above = known - {declared.name}
    if declared.members is None:
        comments = _comment(declared.words, "")
        return "\n".join(
            [*comments, f"{declared.name}: TypeAlias = {_write_at(declared.shape, above)}"]
        )
    shadowing = {*PLAIN.values(), "list", "dict", *RESERVED, *names}
    if all(_is_plain(member.name, shadowing) for member in declared.members):
        return _declare_class(declared, above)
    lines = [*_comment(declared.words, ""), f'{declared.name} = TypedDict("{declared.name}", {{']
    for member in declared.members:
        lines += _comment(member.words, INDENT)
        lines.append(f"{INDENT}{_write_value(member.name)}: {_write_member(member, above)},")
    return "\n".join([*lines, "})"])


def _declare_class(declared: Type, above: set[str]) -> str:
    lines = [f"class {declared.name}(TypedDict):", *_document(declared.words)]
    for member in declared.members or ():
        lines += _comment(member.words, INDENT)
        lines.append(f"{INDENT}{member.name}: {_write_member(member, above)}")
    return "\n".join(lines if len(lines) > 1 else [*lines, f"{INDENT}pass"])


def _is_plain(name: str, shadowing: set[str]) -> bool:
    """Whether a name can stand in the body of a class and means nothing else there."""
    usual = name.isidentifier() and name.isascii() and not iskeyword(name)
    return usual and not name.startswith("__") and name not in shadowing


def _document(words: tuple[str, ...]) -> list[str]:
    lines = [_quote(line) for line in wrap_comment(words, INDENT + '""""""')]
    if len(lines) == 1:
        return [f'{INDENT}"""{lines[0]}"""', ""]
    rest = [f"{INDENT}{line}" for line in lines[1:]]
    return [f'{INDENT}"""{lines[0]}', *rest, f'{INDENT}"""', ""] if lines else []


def _quote(text: str) -> str:
    """A text as it stands inside a docstring."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _comment(words: tuple[str, ...], indent: str) -> Iterator[str]:
    return (f"{indent}# {line}" for line in wrap_comment(words, indent + "# "))


def _write_member(member: Member, above: set[str]) -> str:
    written = _write_at(member.shape, above)
    return written if member.mandatory else f"NotRequired[{written}]"


def _write_at(shape: Shape, above: set[str]) -> str:
    """A shape where only some types exist yet: in quotes, if it needs another."""
    written = write(shape)
    if _list_names(shape) <= above:
        return written
    return repr(written) if '"' in written else f'"{written}"'


def _list_names(shape: Shape) -> set[str]:
    match shape:
        case Named(name):
            return {name}
        case ListOf(inner) | MapOf(inner):
            return _list_names(inner)
        case OneOf(options):
            return {name for option in options for name in _list_names(option)}
    return set()


def write(shape: Shape) -> str:
    """A shape as an annotation."""
    match shape:
        case Named(name):
            return name
        case Literals(values):
            return f"Literal[{', '.join(map(_write_value, values))}]"
        case ListOf(items):
            return f"list[{write(items)}]"
        case MapOf(values):
            return f"dict[str, {write(values)}]"
        case OneOf(options):
            return " | ".join(map(write, options))
    return PLAIN[shape.kind]


def _write_value(value: str | int | None) -> str:
    # JSON's escapes are Python's, but for characters that take two of them.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
