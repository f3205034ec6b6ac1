"""The values of parameters as a request has them: written into its path, query and headers, read.

A text is read as the value that the schema of its parameter asks for: `5` is a number where one is
due, and a text elsewhere. Arrays and objects are written as OpenAPI says, by `style` and `explode`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from contractkit.contracts.contract import Contract, Schema
from contractkit.contracts.parameters import (
    COOKIE,
    DEEP,
    DEFINITIONS,
    HEADER,
    PATH,
    QUERY,
    Parameter,
    list_parameters,
)

ARRAY, OBJECT, TEXT = "array", "object", "string"
SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
COMMA, DEEPEST = ",", 8
Pairs = tuple[tuple[str, str], ...]
Values = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ParameterTexts:
    """The texts of parameters, without escapes: of the path by name, of the rest in order."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Pairs = ()
    headers: Pairs = ()
    cookies: Pairs = ()

    @property
    def search(self) -> str:
        """The query as it stands in a URL."""
        pairs = (f"{quote(name, safe='[]')}={quote(value, safe='')}" for name, value in self.query)
        return "&".join(pairs)

    @property
    def all_headers(self) -> Pairs:
        """The headers, with one for the cookies if there are any."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies)
        return (*self.headers, *((("Cookie", cookies),) if cookies else ()))


def read_parameters(
    contract: Contract, path: Mapping[str, str], query: str, headers: Iterable[tuple[str, str]]
) -> Values:
    """The values of the parameters that a request has, by place and name.

    `path` are the texts of the parameters in the path. What the contract does not know is left out.
    """
    given = [(name_header(name), value) for name, value in headers]
    cookies = [pair for name, value in given if name == "cookie" for pair in split_cookies(value)]
    asked = parse_qsl(query, keep_blank_values=True, errors="replace")
    pairs = {PATH: list(path.items()), QUERY: asked, HEADER: given, COOKIE: cookies}
    found: Values = {one.place: {} for one in list_parameters(contract)}
    for parameter in list_parameters(contract):
        value = list(_read(parameter, pairs[parameter.place]))
        if value:
            found[parameter.place][parameter.name] = value[0]
    return found


def name_header(name: str) -> str:
    """The name of a header in the form that servers hand on, which do not tell `_` from `-`."""
    return name.lower().replace("_", "-")


def split_cookies(text: str) -> list[tuple[str, str]]:
    """The cookies in a header; quotes around a value are no part of it."""
    pairs = (pair.partition("=") for pair in text.split(";"))
    return [(name.strip(), value.strip().strip('"')) for name, equals, value in pairs if equals]


def write_parameters(contract: Contract, values: Mapping[str, Any]) -> ParameterTexts:
    """The texts of the values of parameters; ones that nobody knows are left out."""
    pairs: dict[str, list[tuple[str, str]]] = {place: [] for place in (PATH, QUERY, HEADER, COOKIE)}
    for parameter in list_parameters(contract):
        known = values.get(parameter.place, {})
        if isinstance(known, Mapping) and parameter.name in known:
            pairs[parameter.place] += _write(parameter, known[parameter.name])
    path, query, headers, cookies = pairs.values()
    return ParameterTexts(dict(path), tuple(query), tuple(headers), tuple(cookies))


def _read(parameter: Parameter, pairs: list[tuple[str, str]]) -> Iterator[Any]:
    """The value of a parameter, if there is one."""
    name = name_header(parameter.name) if parameter.place == HEADER else parameter.name
    texts = [value for key, value in pairs if key == name]
    types = list_types(parameter.schema)
    if parameter.is_json:
        yield from (_parse_json(text) for text in texts[:1])
    elif OBJECT in types and not texts:
        yield from _read_members(parameter, pairs)
    elif not texts:
        return
    elif ARRAY in types:
        split = not (parameter.explode and parameter.place in (QUERY, COOKIE))
        items = texts[0].split(_find_separator(parameter)) if split else texts
        inner = list_types(find_items(parameter.schema))
        yield [read_text(item, inner) for item in items]
    elif OBJECT in types:
        yield _read_list(parameter, texts[0])
    else:
        yield read_text(texts[0], types)


def _read_members(parameter: Parameter, pairs: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The object whose members are parameters of their own, if any is there."""
    members = parameter.schema.get("properties", {})
    found: dict[str, Any] = {}
    for key, text in pairs:
        start, _, rest = key.partition("[")
        is_deep = parameter.style == DEEP and start == parameter.name and rest.endswith("]")
        name = rest.removesuffix("]") if is_deep else key
        if is_deep or (parameter.style != DEEP and parameter.explode and name in members):
            found[name] = read_text(text, list_types(members.get(name, {})))
    if found:
        yield found


def _read_list(parameter: Parameter, text: str) -> Any:
    """The object in a text of names and values."""
    parts = text.split(_find_separator(parameter))
    pairs = (
        [part.partition("=")[::2] for part in parts]
        if parameter.explode
        else list(zip(parts[::2], parts[1::2], strict=False))
    )
    members = parameter.schema.get("properties", {})
    return {name: read_text(value, list_types(members.get(name, {}))) for name, value in pairs}


def read_text(text: str, types: frozenset[str]) -> Any:
    """The value of a text where some types are due; a text where it is none of them."""
    value = _parse_json(text)
    if value is None and "null" in types:
        return None
    if isinstance(value, bool):
        return value if "boolean" in types else text
    if isinstance(value, int | float):
        return value if types & {"integer", "number"} else text
    return text


def _parse_json(text: str) -> Any:
    """The JSON in a text; the text itself where it is none."""
    try:
        return json.loads(text, parse_constant=lambda _: text)
    except (ValueError, RecursionError):
        return text


def _write(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """The texts of a value, each with its name."""
    name, separator = parameter.name, _find_separator(parameter)
    is_apart = parameter.explode and parameter.place in (QUERY, COOKIE)
    if parameter.is_json:
        yield name, json.dumps(value)
    elif isinstance(value, list) and is_apart:
        yield from ((name, write_text(item)) for item in value)
    elif isinstance(value, list) and value:
        yield name, separator.join(map(write_text, value))
    elif isinstance(value, dict) and parameter.style == DEEP:
        yield from ((f"{name}[{key}]", write_text(inner)) for key, inner in value.items())
    elif isinstance(value, dict) and is_apart:
        yield from ((key, write_text(inner)) for key, inner in value.items())
    elif isinstance(value, dict) and value:
        joint = "=" if parameter.explode else separator
        yield name, separator.join(f"{key}{joint}{write_text(one)}" for key, one in value.items())
    elif not isinstance(value, list | dict):
        yield name, write_text(value)


def write_text(value: Any) -> str:
    """A value as a text: a text as it is, and everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def _find_separator(parameter: Parameter) -> str:
    return SEPARATORS.get(parameter.style, COMMA)


def list_types(schema: Schema) -> frozenset[str]:
    """The types that a value may have, as far as a schema says; a text where it says nothing."""
    return frozenset(_list_types(schema, schema, 0)) or frozenset({TEXT})


def _list_types(schema: Any, root: Schema, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict) or depth > DEEPEST:
        return
    named = schema.get("type", [])
    yield from [named] if isinstance(named, str) else named
    listed = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else [])]
    yield from (_name_type(value) for value in listed if not named)
    for inner in _list_inner(schema, root):
        yield from _list_types(inner, root, depth + 1)


def _list_inner(schema: Schema, root: Schema) -> Iterator[Any]:
    """The schemas that apply to the same value."""
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, ())
    group, _, name = schema.get("$ref", "").removeprefix("#/").partition("/")
    if group in DEFINITIONS:
        yield root.get(group, {}).get(name)


def _name_type(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", list: ARRAY, dict: OBJECT}
    return "null" if value is None else names.get(type(value), TEXT)


def find_items(schema: Schema) -> Schema:
    """The schema of the items of an array, where it has one for all of them."""
    for part in (schema, *_list_inner(schema, schema)):
        if isinstance(part, dict) and isinstance(part.get("items"), dict):
            items: Schema = {**part["items"]}
            return items | {key: schema[key] for key in DEFINITIONS if key in schema}
    return {}
