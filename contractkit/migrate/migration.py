"""Rewrites one request: its payloads for the other contract, and what is to be told."""

from collections.abc import Iterator
from dataclasses import dataclass

from contractkit.contracts.loading import Contract
from contractkit.migrate.checking import judge_payload
from contractkit.migrate.losses import find_leftovers, find_losses, find_wholes
from contractkit.migrate.mapping import Mapping, load_mapping
from contractkit.migrate.patterns import share
from contractkit.migrate.payloads import Payload, assemble, join_payloads
from contractkit.migrate.transfers import Carried, Remark, Request, carry
from contractkit.pointers import Path, parent_of, select_values, to_pattern, to_pointer, to_tokens
from contractkit.validation.options import CheckOptions


@dataclass(frozen=True, slots=True)
class Migration:
    """What one request becomes: payloads, perhaps none, and the remarks on it."""

    payloads: tuple[Payload, ...]
    remarks: tuple[Remark, ...]


def migrate_request(
    request: Request,
    source: Contract,
    target: Contract,
    options: CheckOptions,
    *,
    force: bool = False,
) -> Migration:
    """Rewrite a request of one contract for another.

    `options` say how the result is judged. What lacks something mandatory, or is invalid by the
    other contract, is not written, unless `force`. Raises UnknownNameError where there is no way.
    """
    mapping = load_mapping(source, target)
    units = [path for path, _ in select_values(request.value, mapping.each)]
    losses = list(find_losses(request, mapping))
    wholes = list(find_wholes(request, mapping, {loss.pointer for loss in losses}))
    losses += wholes
    told_of, unknown = ({one.pointer for one in found} for found in (losses, wholes))
    remarks, parts = list(losses), []
    for unit in units:
        carried, told = _carry_unit(request, mapping, unit)
        remarks += [one for one in told if one.pointer not in unknown]
        refusing = losses if force else (*losses, *told)
        if not any(_refuses(remark, unit, mapping) for remark in refusing):
            parts.append(carried)
    payloads = []
    for joined in join_payloads(parts, mapping.join):
        payload = assemble(joined)
        found = list(judge_payload(payload, target, options, mapping))
        remarks += [one for one in found if one.refuses or one.pointer not in told_of]
        if force or not any(remark.refuses for remark in found):
            payloads.append(payload)
    remarks += _tell_of_the_rest(request, mapping, units, payloads, remarks)
    return Migration(tuple(payloads), tuple(dict.fromkeys(remarks)))


def _carry_unit(
    request: Request, mapping: Mapping, unit: Path
) -> tuple[list[Carried], list[Remark]]:
    """The values of a unit's payload, and the remarks on them."""
    carried: list[Carried] = []
    remarks: list[Remark] = []
    for transfer in mapping.transfers:
        if transfer.holds(request.value):
            for one in carry(transfer, request, mapping, unit):
                if isinstance(one, Carried):
                    carried.append(one)
                else:
                    remarks.append(one)
    return carried, remarks


def _refuses(remark: Remark, unit: Path, mapping: Mapping) -> bool:
    """Whether nothing may be written for a unit; what concerns no unit concerns them all."""
    if not remark.refuses:
        return False
    length = share(to_pattern(remark.pointer), mapping.each)
    return to_tokens(remark.pointer)[:length] == tuple(map(str, unit[:length]))


def _tell_of_the_rest(
    request: Request,
    mapping: Mapping,
    units: list[Path],
    payloads: list[Payload],
    remarks: list[Remark],
) -> Iterator[Remark]:
    """What stays behind: the whole request, some of its units, or values that nothing took."""
    if not payloads:
        yield Remark(mapping.general["nothing"], "", request.value, refuses=True)
        return
    if len(payloads) > 1:
        yield Remark(mapping.general["several"], "", len(payloads))
    carried = {origin for payload in payloads for origin in payload.origins.values()}
    told = {remark.pointer for remark in remarks if remark.covers}
    reached = {above for pointer in carried for above in _list_above(pointer)} | told
    for unit in map(to_pointer, units):
        if unit not in reached:
            told.add(unit)
            yield Remark(mapping.general["nothing"], unit, refuses=True)
    yield from find_leftovers(request, mapping, carried, told)


def _list_above(pointer: str) -> Iterator[str]:
    """A pointer and those of all that holds it."""
    while pointer:
        yield pointer
        pointer = parent_of(pointer)
    yield ""
