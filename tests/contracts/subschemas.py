"""The schema files of a contract, and every subschema in them with its place."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contractkit.contracts.loading import Contract, Schema, read_json
from contractkit.pointers import to_pointer
from tests.contracts.traceability import all_versions

ONE = ("items", "additionalProperties", "if", "then", "else", "not")
NAMED = ("properties", "definitions")
LISTED = ("allOf",)
CONDITIONS = ("if", "not")


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema file of one version; `name` is its path below the version's folder."""

    contract: Contract
    name: str

    def __str__(self) -> str:
        """The way a schema file is named in the id of a test."""
        return f"{self.contract}/{self.name}"

    def read(self) -> Schema:
        """The schema."""
        schema: Schema = read_json(os.path.join(self.contract.folder, self.name))
        return schema


@dataclass(frozen=True, slots=True)
class Subschema:
    """One schema object: its pointer in the file, and whether it only tells cases apart."""

    pointer: str
    schema: Any
    condition: bool


def all_schema_files() -> list[SchemaFile]:
    """Every schema file of every version."""
    return [
        SchemaFile(contract, os.path.relpath(os.path.join(place, name), contract.folder))
        for contract in all_versions()
        for place, _, names in sorted(os.walk(contract.folder))
        for name in sorted(names)
        if name.endswith(".schema.json")
    ]


def walk_schema(
    schema: Any, path: tuple[str | int, ...] = (), *, condition: bool = False
) -> Iterator[Subschema]:
    """The schema and every one inside it; a boolean one too."""
    yield Subschema(to_pointer(path), schema, condition)
    if not isinstance(schema, dict):
        return
    for keyword in ONE:
        if keyword in schema:
            inside = condition or keyword in CONDITIONS
            yield from walk_schema(schema[keyword], (*path, keyword), condition=inside)
    for keyword in NAMED:
        for name, inner in schema.get(keyword, {}).items():
            yield from walk_schema(inner, (*path, keyword, name), condition=condition)
    for keyword in LISTED:
        for index, inner in enumerate(schema.get(keyword, ())):
            yield from walk_schema(inner, (*path, keyword, index), condition=condition)
