"""The parameters of a request: in its path, its query, its headers and its cookies.

All of a request are one value, `{"path": {…}, "query": {…}, …}`, which is judged and generated as
any other message is, by a schema that is made of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contractkit.contracts.contract import Contract, Schema
from contractkit.contracts.subschemas import list_subschemas

PATH, QUERY, HEADER, COOKIE = PLACES = ("path", "query", "header", "cookie")
SIMPLE, FORM, DEEP = "simple", "form", "deepObject"
STYLES = {PATH: SIMPLE, HEADER: SIMPLE, QUERY: FORM, COOKIE: FORM}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = ("$defs", "definitions")


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One parameter: where it stands, its name, the schema of its value, and how that is written.

    `rule` is broken where a mandatory one is missing. `style` and `explode` mean what they mean in
    OpenAPI; `is_json`: the value is written as JSON. `example` is a right value, None for none.
    """

    place: str
    name: str
    schema: Schema
    required: bool = False
    rule: str = ""
    style: str = FORM
    explode: bool = True
    is_json: bool = False
    example: Any = None

    @property
    def words(self) -> str:
        """The parameter in words."""
        noun = {PATH: "path parameter", QUERY: "query parameter"}.get(self.place, self.place)
        return f"the {noun} “{self.name}”"

    @property
    def pointer(self) -> str:
        """The pointer of its value among those of all parameters."""
        return f"/{self.place}/{self.name.replace('~', '~0').replace('/', '~1')}"


@lru_cache(maxsize=256)
def list_parameters(contract: Contract) -> tuple[Parameter, ...]:
    """The parameters of a request, in the order of contract.json."""
    return tuple(map(_read, contract.data.get("operation", {}).get("parameters", ())))


def _read(entry: Mapping[str, Any]) -> Parameter:
    place = entry["in"]
    style = entry.get("style", STYLES[place])
    return Parameter(
        place=place,
        name=entry["name"],
        schema=entry.get("schema", {}),
        required=entry.get("required", place == PATH),
        rule=entry.get("rule", ""),
        style=style,
        explode=entry.get("explode", style == FORM),
        is_json="content" in entry,
        example=entry.get("example"),
    )


@lru_cache(maxsize=256)
def make_parameters_schema(contract: Contract) -> Schema:
    """The schema of all parameters of a request."""
    definitions: dict[str, Schema] = {}
    places: dict[str, Schema] = {}
    for number, parameter in enumerate(list_parameters(contract)):
        place = places.setdefault(parameter.place, _make_place())
        moved = _move(parameter.schema, number, definitions)
        if parameter.required and parameter.rule and not parameter.is_json:
            moved = _ask_for_item(moved, parameter.rule)
        place["properties"][parameter.name] = moved
        rule = parameter.rule or find_first_rule(parameter.schema)
        if parameter.required and rule:
            place["required"].append(parameter.name)
            place["x-rules"]["required"][parameter.name] = rule
    rules = {name: find_first_rule(place) for name, place in places.items() if place["required"]}
    whole = {"required": list(rules), "properties": places, "x-rules": {"required": rules}}
    return {"$schema": DIALECT, "title": "The parameters", **whole, "$defs": definitions}


def find_first_rule(schema: Any) -> str:
    """The first rule that a schema names, its own before those inside; an empty text for none."""
    if not isinstance(schema, dict):
        return ""
    named = schema.get("x-rules", {})
    own = [
        rule
        for one in named.values()
        for rule in (one.values() if isinstance(one, dict) else [one])
    ]
    inside = (find_first_rule(inner) for _, inner in list_subschemas(schema))
    return str(next(filter(None, [*own, *inside]), ""))


def _ask_for_item(schema: Schema, rule: str) -> Schema:
    """A schema of a mandatory value: an empty array is written as if it were not there."""
    if schema.get("type") != "array" or schema.get("minItems", 0) > 0:
        return schema
    rules = {**schema.get("x-rules", {}), "minItems": rule}
    return {**schema, "minItems": 1, "x-rules": rules}


def _make_place() -> Schema:
    return {"required": [], "properties": {}, "x-rules": {"required": {}}}


def _move(schema: Schema, number: int, definitions: dict[str, Schema]) -> Schema:
    """A schema whose own definitions are moved to those of all parameters."""
    for group in DEFINITIONS:
        for name, definition in schema.get(group, {}).items():
            definitions[f"{number}-{name}"] = _refer(definition, number)
    own = {key: value for key, value in schema.items() if key not in (*DEFINITIONS, "$schema")}
    moved: Schema = _refer(own, number)
    return moved


def _refer(value: Any, number: int) -> Any:
    """A schema with its references to definitions led to where these are moved."""
    if isinstance(value, list):
        return [_refer(inner, number) for inner in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _refer(inner, number) for key, inner in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str):
        for group in DEFINITIONS:
            start = f"#/{group}/"
            if reference.startswith(start):
                moved["$ref"] = f"#/$defs/{number}-{reference.removeprefix(start)}"
    return moved
