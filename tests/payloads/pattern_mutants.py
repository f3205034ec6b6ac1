"""Changes of a pattern by one step: an anchor, a bound, an end of a class or an option."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise

TOKEN = re.compile(
    r"\\u[0-9a-f]{4}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|\{\d+(?:,\d*)?\}|.", re.IGNORECASE
)
ITEM = re.compile(r"(\\u[0-9a-f]{4}|\\.|.)(?:-(\\u[0-9a-f]{4}|\\.|[^\]]))?", re.IGNORECASE)
BOUNDS = re.compile(r"\{(\d+)(,?)(\d*)\}")
OTHERS = {"*": ("+", "?", ""), "+": ("*", ""), "?": ("*", "")}
ANY = r"[^\u000a]"

Item = tuple[int, int]


def list_pattern_mutants(pattern: str) -> Iterator[tuple[str, str]]:
    """Pairs of a change in words and the changed pattern, each different from the pattern."""
    tokens = TOKEN.findall(pattern)
    starts = [match.start() for match in TOKEN.finditer(pattern)]
    for number, token in enumerate(tokens):
        before, after = "".join(tokens[:number]), "".join(tokens[number + 1 :])
        quantified = _is_quantifier(*tokens[number + 1 : number + 2])
        for other in _list_others(token, quantified=quantified):
            yield f"{token} → {other or 'nothing'} at {starts[number]}", before + other + after
    for start, end in _find_options(tokens):
        dropped = "".join(tokens[start:end])
        kept = "".join(tokens[:start]) + "".join(tokens[end:])
        yield f"no option {dropped} at {starts[start]}", kept


def _is_quantifier(token: str = "") -> bool:
    return token in OTHERS or BOUNDS.fullmatch(token) is not None


def _list_others(token: str, *, quantified: bool) -> Iterator[str]:
    """What may stand in place of a token."""
    if token in ("^", "$"):
        yield ""
    elif token in OTHERS:
        yield from OTHERS[token]
    elif bounds := BOUNDS.fullmatch(token):
        yield from _list_bounds(int(bounds[1]), bounds[3] if bounds[2] else bounds[1])
    elif token.startswith("["):
        yield from _list_classes(token)
    elif token not in ("(", "(?:", "|"):
        if not quantified:
            yield f"{token}?"
        if token != ")":
            yield ANY


def _list_bounds(least: int, most: str) -> Iterator[str]:
    pairs = [(least - 1, most), (least + 1, most)]
    if most:
        pairs += [(least, str(int(most) - 1)), (least, str(int(most) + 1))]
    for low, high in pairs:
        if low >= 0 and (not high or low <= int(high)):
            yield f"{{{low},{high}}}"


def _list_classes(token: str) -> Iterator[str]:
    """A class with one end of one item moved by one, or without one item."""
    sign = "^" if token.startswith("[^") else ""
    items = [_read_item(*found) for found in ITEM.findall(token[1 + len(sign) : -1])]
    for number, (low, high) in enumerate(items):
        for other in ((low - 1, high), (low + 1, high), (low, high - 1), (low, high + 1), None):
            changed = [*items[:number], *([other] if other else []), *items[number + 1 :]]
            if _is_class(changed) and _cover(changed) != _cover(items):
                yield f"[{sign}{''.join(map(_write_item, changed))}]"


def _is_class(items: list[Item]) -> bool:
    return bool(items) and all(0 <= low <= high for low, high in items)


def _cover(items: list[Item]) -> set[int]:
    return {code for low, high in items for code in range(low, high + 1)}


def _read_item(low: str, high: str) -> Item:
    return _read_char(low), _read_char(high or low)


def _read_char(char: str) -> int:
    if len(char) > 2:
        return ord(json.loads(f'"{char}"'))
    return ord({"\\n": "\n", "\\r": "\r", "\\t": "\t"}.get(char, char[-1]))


def _write_item(item: Item) -> str:
    return "-".join(_write_char(code) for code in dict.fromkeys(item))


def _write_char(code: int) -> str:
    return chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\u{code:04x}"


def _find_options(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """The spans of the options of each group, each with one of the bars beside it."""
    open_groups: list[list[int]] = []
    for number, token in enumerate(tokens):
        if token in ("(", "(?:"):
            open_groups.append([number])
        elif token == "|":
            open_groups[-1].append(number)
        elif token == ")":
            bars = [*open_groups.pop(), number]
            if len(bars) > 2:
                yield bars[0] + 1, bars[1] + 1
                yield from pairwise(bars[1:])
