"""Finds and reads the environments of Postman: files with the values of variables."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from contractkit.errors import UnreadableInputError, describe_os_error
from contractkit.linting.inputs import ENVIRONMENT_ENDINGS
from contractkit.linting.recordings.container import Container, open_container
from contractkit.linting.recordings.members import get_member
from contractkit.linting.recordings.variables import Environment, Variable, read_variables

GLOBALS_ENDING = ".postman_globals.json"
SCOPE, GLOBALS, WRAPPED, VALUES = "_postman_variable_scope", "globals", "environment", "values"
LARGEST = 16 * 1024 * 1024
NO_ENVIRONMENT = "is no Postman environment, which is an object with a list “values”"
ReadVariables = dict[str, Variable | None]


def find_environments(collection: str) -> list[Environment]:
    """The environments beside a collection, each with the globals that are there.

    A file that is none is left out; it is looked at when the folder is.
    """
    outer: ReadVariables = {}
    environments: list[ReadVariables] = []
    for path in _list_beside(collection):
        with suppress(UnreadableInputError):
            variables, is_global = _read_file(path)
            if is_global:
                outer |= variables
            else:
                environments.append(variables)
    if outer and not environments:
        return [Environment(outer=outer)]
    return [Environment(variables, outer) for variables in environments]


def read_environment(path: str) -> Environment:
    """The environment in a file. Raises UnreadableInputError."""
    variables, is_global = _read_file(path)
    return Environment(outer=variables) if is_global else Environment(variables)


def is_environment(data: bytes) -> bool:
    """Whether a file holds the values of variables, and nothing to judge."""
    return _find_holder(open_container(data, whole=False).document.value) is not None


def _list_beside(collection: str) -> Iterator[str]:
    folder = os.path.dirname(collection)
    try:
        names = sorted(os.listdir(folder or os.curdir))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)
        if name.lower().endswith(ENVIRONMENT_ENDINGS) and os.path.isfile(path):
            yield path


def _read_file(path: str) -> tuple[ReadVariables, bool]:
    """The variables in a file, and whether they are globals. Raises UnreadableInputError."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableInputError(path, describe_os_error(error)) from None
    container = open_container(data[:LARGEST], whole=False)
    found = _find_holder(container.document.value)
    if found is None:
        raise UnreadableInputError(path, NO_ENVIRONMENT)
    pointer, holder = found
    variables = read_variables(holder[VALUES], f"{pointer}/{VALUES}")
    is_global = holder.get(SCOPE) == GLOBALS or path.lower().endswith(GLOBALS_ENDING)
    return {name: _place(one, path, container) for name, one in variables.items()}, is_global


def _find_holder(value: Any) -> tuple[str, dict[str, Any]] | None:
    """What holds the list of variables, and its pointer; an API gives it out one level down."""
    for pointer, holder in (("", value), (f"/{WRAPPED}", get_member(value, WRAPPED))):
        if isinstance(get_member(holder, VALUES), list):
            return pointer, holder
    return None


def _place(variable: Variable | None, path: str, container: Container) -> Variable | None:
    """A variable with the file that it is in, and its place there."""
    if variable is None or variable.pointer is None:
        return variable
    span = container.positions.span(*container.find(variable.pointer).value)
    return replace(variable, file=path, span=span)
