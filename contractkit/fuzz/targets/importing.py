"""Imports an application by its name, `package.module:app`; where that fails, it says why."""

import inspect
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from contractkit.errors import TargetError
from contractkit.fuzz.targets.raised import describe_error

EXAMPLE = "package.module:app would be a name"


def import_app(name: str, *, factory: bool = False) -> Callable[..., Any]:
    """The application of a name; with `factory`, what the function of that name makes.

    Raises TargetError, which says what is missing, or what the module raised and where.
    """
    module, colon, path = name.partition(":")
    if not all((*module.split("."), colon, *path.split("."))):
        raise TargetError(name, f"is not the name of an application; {EXAMPLE}")
    value = _import_module(name, module)
    for part in path.split("."):
        value = _take(name, value, part)
    if factory:
        value = _make(name, value)
    if not callable(value):
        raise TargetError(name, f"is no application but {_name_type(value)}, which is not callable")
    if _takes_nothing(value):
        raise TargetError(name, "takes no arguments; if it makes the application, add --factory")
    return value  # type: ignore[no-any-return]


def _import_module(name: str, module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        if f"{module}.".startswith(f"{missing}."):
            reason = f"there is no module {missing!r} in this folder, and none that is installed"
            raise TargetError(name, reason) from error
        raise TargetError(name, f"it needs the module {missing!r}, which is missing") from error
    except (Exception, SystemExit) as error:
        raise TargetError(name, f"its module raised {describe_error(error)}") from error


def _take(name: str, value: Any, part: str) -> Any:
    try:
        return getattr(value, part)
    except AttributeError as error:
        similar = get_close_matches(part, dir(value), n=1)
        hint = f"; did you mean {similar[0]!r}?" if similar else ""
        raise TargetError(name, f"there is no {part!r} in it{hint}") from error


def _make(name: str, factory: Any) -> Any:
    if not callable(factory):
        raise TargetError(name, f"is no factory but {_name_type(factory)}; leave out --factory")
    try:
        return factory()
    except Exception as error:
        raise TargetError(name, f"the factory raised {describe_error(error)}") from error


def _name_type(value: object) -> str:
    return f"a value of type {type(value).__name__}"


def _takes_nothing(app: Callable[..., Any]) -> bool:
    """Whether an application cannot be called with arguments, as a factory cannot."""
    try:
        return not inspect.signature(app).parameters
    except (TypeError, ValueError):
        return False
