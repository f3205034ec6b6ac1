"""Parameters of operations: in the path, the query, headers and cookies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.importing.documents.sites import Site, get_value_at, step_into
from contractkit.importing.openapi.contents import is_json
from contractkit.importing.openapi.operations import Operation
from contractkit.importing.openapi.reader import (
    Reader,
    get_object,
    list_items,
    list_members,
    open_reference,
)
from contractkit.importing.rules.place_words import Root
from contractkit.importing.schemas.conversion import convert_root
from contractkit.pointers import escape

PLACES = ("path", "query", "header", "cookie")
STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
KNOWN_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
# What these headers hold is said elsewhere in the document.
OTHERWISE_SAID = ("accept", "authorization", "content-type")
_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One parameter: its plain schema, and what contract.json says of it beside that.

    `example` is where its example stands, None where it has none.
    """

    name: str
    location: str
    site: Site
    schema: dict[str, Any]
    data: dict[str, Any]
    example: Site | None = None

    @property
    def words(self) -> str:
        """What it is called in titles."""
        return describe_parameter(self.location, self.name)


def describe_parameter(location: str, name: str) -> str:
    """A parameter in words."""
    kind = {"header": "header", "cookie": "cookie"}.get(location, f"{location} parameter")
    return f"the {kind} “{name}”"


def read_parameters(reader: Reader, operation: Operation) -> list[Parameter]:
    """The parameters of an operation: its own, and those of its path that it does not override."""
    sites: dict[tuple[str, str], tuple[Site, Site]] = {}
    for holder in (*reversed(operation.items), operation.site):
        for item in list_items(holder, "parameters"):
            site = open_reference(reader, item, "a parameter")
            if site is not None and _is_whole(reader, site):
                sites[site.value["in"], site.value["name"]] = holder, site
    found = [
        parameter
        for holder, site in sites.values()
        if (parameter := _read_parameter(reader, operation, holder, site)) is not None
    ]
    return found + _add_missing(
        reader, operation, {parameter.name for parameter in found if parameter.location == "path"}
    )


def _is_whole(reader: Reader, site: Site) -> bool:
    if site.value.get("in") in PLACES and isinstance(site.value.get("name"), str):
        return True
    reader.tell("left out", site, "is no parameter: it lacks a name, or where it stands")
    return False


def _read_parameter(
    reader: Reader, operation: Operation, holder: Site, site: Site
) -> Parameter | None:
    value = site.value
    name, location = value["name"], value["in"]
    words = describe_parameter(location, name)
    if location == "header" and name.lower() in OTHERWISE_SAID:
        reader.tell("left out", site, f"{words}, which other parts of the document describe")
        return None
    if location == "path" and name not in _NAME.findall(operation.path):
        reader.tell("problem", site, f"{words} is not in the path {operation.path}; left out")
        return None
    schema = _find_schema(reader, site, words)
    if schema is None:
        return None
    is_shared = not site.pointer.startswith(f"{holder.pointer}/")
    stable = "" if is_shared else f"{holder.pointer}/parameters/{location}:{escape(name)}/schema"
    reader.roots[schema.key] = Root(words, stable)
    plain = convert_root(reader.conversion, schema)
    data, example = _describe(reader, site, words), _find_example(site)
    if example is not None:
        data["example"] = example.value
    return Parameter(name, location, site, plain, data, example)


def _find_schema(reader: Reader, site: Site, words: str) -> Site | None:
    """The schema of a parameter, or of the JSON text in its value."""
    if isinstance(site.value.get("schema"), dict | bool):
        return step_into(site, "schema")
    for media_type, content in list_members(get_object(site, "content")):
        if is_json(media_type) and isinstance(content.value.get("schema"), dict | bool):
            return step_into(content, "schema")
        text = f"{words} as {media_type} in its value; any text is taken"
        reader.tell("left out", content, text)
    if "content" not in site.value:
        reader.tell("problem", site, f"{words} has no schema; any text is taken")
    return get_value_at(site, {})


def _describe(reader: Reader, site: Site, words: str) -> dict[str, Any]:
    value = site.value
    location = value["in"]
    style = value.get("style", STYLES[location])
    if style not in KNOWN_STYLES[location]:
        reader.tell("problem", site, f"{words} cannot have the style {style!r}", "/style")
        style = STYLES[location]
    data = {
        "in": location,
        "name": value["name"],
        "required": location == "path" or value.get("required") is True,
        "style": style,
        "explode": bool(value.get("explode", style == "form")),
    }
    contents = get_object(site, "content")
    if contents is not None and "schema" not in value and any(map(is_json, contents.value)):
        data["content"] = "application/json"
    return data


def _find_example(site: Site) -> Site | None:
    """The first example of a parameter, or of its schema; null stands for none."""
    found = next(_list_examples(site), None)
    return found if found is not None and found.value is not None else None


def _list_examples(site: Site) -> Iterator[Site]:
    if "example" in site.value:
        yield step_into(site, "example")
    for _, example in list_members(get_object(site, "examples")):
        if "value" in example.value:
            yield step_into(example, "value")
    schema = site.value.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    listed = schema.get("examples")
    if isinstance(listed, list) and listed:
        yield step_into(site, "schema", "examples", 0)
    yield from (
        step_into(site, "schema", word) for word in ("example", "default") if word in schema
    )


def _add_missing(reader: Reader, operation: Operation, known: set[str]) -> list[Parameter]:
    """A parameter of any text for each name in the path that no parameter describes."""
    added = []
    for name in dict.fromkeys(_NAME.findall(operation.path)):
        if name not in known:
            text = f"the path {operation.path} has {{{name}}}, which no parameter describes"
            reader.tell("problem", operation.site, f"{text}; any text is taken")
            holder = operation.items[0]
            pointer = f"{holder.pointer}/parameters/path:{escape(name)}/schema"
            schema = Site(
                holder.document,
                pointer,
                {"type": "string", "minLength": 1},
                holder.base,
                holder.dialect,
            )
            reader.roots[schema.key] = Root(describe_parameter("path", name))
            plain = convert_root(reader.conversion, schema)
            data = {
                "in": "path",
                "name": name,
                "required": True,
                "style": "simple",
                "explode": False,
            }
            added.append(Parameter(name, "path", schema, plain, data))
    return added
