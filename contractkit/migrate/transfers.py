"""Carries the values of a request over: each transfer gives values of the result, and remarks."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Settings
from dataclasses import dataclass, field

from contractkit.migrate.mapping import Mapping, Mentions, Notice, Transfer
from contractkit.migrate.patterns import fill_in, select_bound
from contractkit.migrate.texts import BarePlaceholder
from contractkit.migrate.values import CONVERSIONS, UnfitValueError, look_up, rewrite_mentions
from contractkit.pointers import Path, resolve, select_values, to_pointer, to_tokens


@dataclass(frozen=True, slots=True)
class Request:
    """A request to rewrite: its value, and what holds for it.

    `findings` are pairs of a rule and a pointer, which the linter found. `is_placeholder` says of a
    value that it is still to be filled in, `has_placeholder` that something in it is. `tenant` has
    the settings that --unsafe goes by; without --unsafe it is empty.
    """

    value: object
    findings: tuple[tuple[str, str], ...] = ()
    is_placeholder: Callable[[object], bool] = lambda _: False
    has_placeholder: Callable[[object], bool] = lambda _: False
    tenant: Settings[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """A value of the result at its path, and the pointer in the request that it comes from."""

    path: Path
    value: object
    origin: str | None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be told of a place in a request; `value` is what stands there.

    With `refuses` nothing is written of what the place belongs to. `covers`: what stands there is
    not in the result. `repairs`: what the linter finds there holds no longer.
    """

    notice: Notice
    pointer: str
    value: object = field(default=None, compare=False)
    refuses: bool = False
    covers: bool = False
    repairs: bool = False


def carry(
    transfer: Transfer, request: Request, mapping: Mapping, unit: Path
) -> Iterator[Carried | Remark]:
    """The values of one transfer in the payload of a unit."""
    for pattern in transfer.sources:
        found = list(select_bound(request.value, pattern, mapping.each, unit))
        for path, indices, value in found:
            if transfer.whole and not request.is_placeholder(value):
                continue
            target = fill_in(transfer.target, mapping.join, indices)
            yield from _carry_value(transfer, request, to_pointer(path), target, value)
        if found:
            return
    if transfer.absent:
        target = fill_in(transfer.target, mapping.join, ())
        value, remarks = _override(transfer, request, None, transfer.absent[0])
        yield Carried(target, value, None)
        yield from remarks
    elif transfer.required:
        place = _find_nearest(request.value, transfer.sources[0], unit)
        yield Remark(transfer.required, place, refuses=True)


def _find_nearest(value: object, pattern: str, unit: Path) -> str:
    """The pointer of the container, there for certain, in which a missing value would stand."""
    place: list[str | int] = []
    for number, token in enumerate(to_tokens(pattern)):
        known = unit[number] if token == "*" and number < len(unit) else token
        if resolve(value, to_pointer([*place, known])) is None:
            break
        place.append(known)
    return to_pointer(place)


def _carry_value(
    transfer: Transfer, request: Request, origin: str, target: Path, value: object
) -> Iterator[Carried | Remark]:
    if request.is_placeholder(value):
        written = _quote_placeholder(
            transfer, str(value), is_bare=isinstance(value, BarePlaceholder)
        )
        yield Carried(target, written, origin)
        is_quoted = transfer.conversion == "string" and type(written) is not type(value)
        notice = transfer.changed if is_quoted else transfer.placeholder
        if notice and (transfer.mentions is None or _list_names(transfer.mentions, request)):
            yield Remark(notice, origin, value)
        return
    try:
        changed = _convert(transfer, request, value)
    except UnfitValueError:
        if transfer.conversion and transfer.placeholder and request.has_placeholder(value):
            yield Carried(target, value, origin)
            yield Remark(transfer.placeholder, origin, value)
        elif transfer.otherwise:
            yield Remark(transfer.otherwise, origin, value, covers=True)
        return
    if transfer.changed and changed != value:
        yield Remark(transfer.changed, origin, value)
    changed, remarks = _add_prefix(transfer, request, origin, changed)
    yield from remarks
    changed, remarks = _override(transfer, request, origin, changed)
    yield Carried(target, changed, origin)
    yield from remarks


def _quote_placeholder(transfer: Transfer, placeholder: str, *, is_bare: bool) -> str:
    """A placeholder with quotes where a string is wanted, without where none is, or as it was."""
    if transfer.conversion == "string":
        return placeholder
    if transfer.table and not any(isinstance(after, str) for _, after in transfer.table):
        return BarePlaceholder(placeholder)
    return BarePlaceholder(placeholder) if is_bare else placeholder


def _convert(transfer: Transfer, request: Request, value: object) -> object:
    """What a value becomes. Raises UnfitValueError."""
    if transfer.table:
        return look_up(value, transfer.table)
    changed = CONVERSIONS[transfer.conversion](value)
    if transfer.mentions:
        names = _list_names(transfer.mentions, request)
        changed = rewrite_mentions(changed, names, transfer.mentions)
    return changed


def _list_names(mentions: Mentions, request: Request) -> list[object]:
    """The names in a request that its text may mention."""
    return [name for one in mentions.names for _, name in select_values(request.value, one)]


def _override(
    transfer: Transfer, request: Request, origin: str | None, value: object
) -> tuple[object, list[Remark]]:
    """The value in place of one, where the linter found something that asks for another.

    It is told where the value came from, or else where the linter found it.
    """
    for override in transfer.overrides:
        places = [pointer for rule, pointer in request.findings if rule == override.finding]
        is_met = (places or not override.finding) and override.holds(request.value)
        if is_met and override.value != value:
            place = origin if origin is not None else places[0] if places else ""
            return override.value, [Remark(override.notice, place, value)]
    return value, []


def _add_prefix(
    transfer: Transfer, request: Request, origin: str, value: object
) -> tuple[object, list[Remark]]:
    """The value with what --unsafe puts before it."""
    addition = transfer.addition
    if (
        addition is None
        or request.tenant.get(addition.setting) != addition.value
        or not isinstance(value, str)
        or not re.search(addition.pattern, value)
    ):
        return value, []
    return addition.prefix + value, [Remark(addition.notice, origin, value, repairs=True)]
