"""A contract before it is written: everything that its files will hold."""

from dataclasses import dataclass, field
from typing import Any

from contractkit.importing.documents.sites import Site
from contractkit.importing.rules.rule_pages import RulePage


@dataclass(frozen=True, slots=True)
class ExampleValue:
    """An example of the document: a value of a message."""

    message: str
    name: str
    value: Any
    site: Site


@dataclass(frozen=True, slots=True)
class ParameterExample:
    """Where the example of a parameter stands: one in the path, the query, … of a request."""

    request: str
    place: str
    name: str
    site: Site


@dataclass(slots=True)
class Draft:
    """What is to be written: `data` is contract.json, `schemas` are by the name of the file."""

    name: str
    title: str
    data: dict[str, Any]
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: list[RulePage] = field(default_factory=list)
    codes: dict[str, Any] = field(default_factory=dict)
    examples: list[ExampleValue] = field(default_factory=list)
    parameter_examples: list[ParameterExample] = field(default_factory=list)
