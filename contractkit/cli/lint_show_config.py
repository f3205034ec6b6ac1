"""`contractkit lint --show-config`: the settings that hold, and where each comes from."""

import json
import os
from collections.abc import Iterator
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.linting.settings import Resolved
from contractkit.linting.settings.keys import KEYS, Key
from contractkit.linting.settings.shapes import join_keys, show

DEFAULT = "default"


def write_config(resolved: Resolved, contract: Contract, style: str, width: int) -> str:
    """The settings: one JSON object for `json`, else TOML that a file may hold, a key a line."""
    if style == "json":
        return _write_json(resolved, contract)
    about = f"from {resolved.file}" if resolved.file else "no configuration file"
    lines = [f"# {about}"]
    for key in KEYS:
        lines += _write_key(key, resolved, contract, width)
    return "\n".join(lines) + "\n"


def _write_json(resolved: Resolved, contract: Contract) -> str:
    settings = {
        key.name: {
            "value": _find_value(key, resolved, contract),
            "from": resolved.origins.get(key.field, DEFAULT),
        }
        for key in KEYS
    }
    report = {"version": 1, "file": resolved.file, "settings": settings}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _find_value(key: Key, resolved: Resolved, contract: Contract) -> Any:
    """The value of a key as a file would have it; None where it has none."""
    value = getattr(resolved.settings, key.field)
    if key.field == "contract":
        return str(contract)
    if key.path and value is not None:
        return os.path.normpath(value)
    if key.table:
        return {
            name: list(one) if isinstance(one, tuple) else one for name, one in dict(value).items()
        }
    return list(value) if isinstance(value, tuple) else value


def _write_key(key: Key, resolved: Resolved, contract: Contract, width: int) -> Iterator[str]:
    value, origin = (
        _find_value(key, resolved, contract),
        resolved.origins.get(key.field, DEFAULT),
    )
    if value is None:
        yield f"# {key.name} is not set"
    elif isinstance(value, dict) and value:
        for name, one in value.items():
            yield from _write_value(join_keys(key.name, name), one, origin, width)
    else:
        yield from _write_value(key.name, value, origin, width)


def _write_value(name: str, value: Any, origin: str, width: int) -> Iterator[str]:
    line = f"{name} = {show(value)}  # {origin}"
    if len(line) <= width or not isinstance(value, list):
        yield line
        return
    yield f"{name} = [  # {origin}"
    yield from (f"    {show(one)}," for one in value)
    yield "]"
