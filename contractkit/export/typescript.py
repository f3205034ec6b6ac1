"""The types of a contract's messages in TypeScript."""

import json
import re
from collections.abc import Iterable, Iterator

from contractkit.contracts.loading import Contract
from contractkit.export.naming import name_root
from contractkit.export.shapes import ListOf, Literals, MapOf, Member, Named, OneOf, Shape, Type
from contractkit.export.types import list_types, wrap_comment

PLAIN = {"integer": "number", "anything": "unknown"}
IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def export(contract: Contract) -> str:
    """A module that exports an interface for each object, and other types by name."""
    head = [f"// {name_root(contract)}: the types of {contract}."]
    return "\n\n".join(["\n".join(head), *map(_declare, list_types(contract))]) + "\n"


def _declare(declared: Type) -> str:
    lines = list(_comment(declared.words, ""))
    if declared.members is None:
        return "\n".join([*lines, f"export type {declared.name} = {write(declared.shape)};"])
    lines.append(f"export interface {declared.name} {{")
    for member in declared.members:
        lines += [*_comment(member.words, "  "), f"  {_declare_member(member)}"]
    return "\n".join([*lines, "}"])


def _declare_member(member: Member) -> str:
    name = member.name if IDENTIFIER.fullmatch(member.name) else json.dumps(member.name)
    return f"{name}{'' if member.mandatory else '?'}: {write(member.shape)};"


def _comment(words: Iterable[str], indent: str) -> Iterator[str]:
    lines = [line.replace("*/", "*\\/") for line in wrap_comment(words, indent + " * ")]
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */"
    elif lines:
        yield from (f"{indent}/**", *(f"{indent} * {line}" for line in lines), f"{indent} */")


def write(shape: Shape) -> str:
    """A shape as an expression of TypeScript."""
    match shape:
        case Named(name):
            return name
        case Literals(values):
            return " | ".join(map(json.dumps, values))
        case ListOf(items):
            inner = write(items)
            several = isinstance(items, OneOf) or (isinstance(items, Literals) and " | " in inner)
            return f"({inner})[]" if several else f"{inner}[]"
        case MapOf(values):
            return f"{{ [name: string]: {write(values)} }}"
        case OneOf(options):
            return " | ".join(map(write, options))
    return PLAIN.get(shape.kind, shape.kind)
