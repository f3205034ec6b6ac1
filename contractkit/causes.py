"""One cause, one finding: violations that one slip of the author explains together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractkit.contract import Contract
from contractkit.fields import list_fields
from contractkit.pointer import escape, generalise, name_of, parent_of, resolve
from contractkit.recognise import find_lookalike
from contractkit.suggest import NEAR, likeness, nearest_field
from contractkit.violations import Violation

ABSENT = object()


@dataclass(frozen=True, slots=True)
class Cause:
    """A violation with what the author evidently did: `slip` in words, `remedy` how to undo it."""

    violation: Violation
    slip: str = ""
    remedy: str = ""


def find_causes(
    contract: Contract, message: str, value: object, violations: list[Violation]
) -> list[Cause]:
    """The causes of the violations of one payload, in the order of the violations."""
    if any(one.level == "normative" for one in violations):
        lookalike = find_lookalike(contract, message, value)
        if lookalike:
            pointer = lookalike["pointer"]
            violation = Violation(lookalike["rule"], "normative", "lookalike", pointer, value)
            return [Cause(violation, lookalike["says"])]
    unknown = [one for one in violations if one.keyword == "additionalProperties"]
    merged = dict(_pair_missing(violations, unknown))
    used = {id(stray) for stray in merged.values()}
    return [
        _explain_missing(one, merged[id(one)])
        if id(one) in merged
        else _explain_unknown(contract, message, value, one)
        for one in violations
        if id(one) not in used
    ]


def _pair_missing(
    violations: list[Violation], unknown: list[Violation]
) -> Iterator[tuple[int, Violation]]:
    """Each missing property with the unknown one that was meant to be it, nearest first."""
    missing = [one for one in violations if one.keyword == "required" and one.level == "normative"]
    pairs = sorted(
        ((_match(lack, stray), lack, stray) for lack in missing for stray in unknown),
        key=lambda pair: -pair[0],
    )
    taken: set[int] = set()
    for score, lack, stray in pairs:
        if score and id(lack) not in taken and id(stray) not in taken:
            taken |= {id(lack), id(stray)}
            yield id(lack), stray


def _match(lack: Violation, stray: Violation) -> float:
    alike = likeness(lack.name, stray.name)
    here = parent_of(stray.pointer) == lack.pointer
    if here:
        return 1 + alike if alike >= NEAR else 0
    return alike if alike == 1 else 0


def _explain_missing(lack: Violation, stray: Violation) -> Cause:
    related = (*lack.related, (stray.pointer, f"“{stray.name}” stands here"))
    violation = replace(lack, related=related)
    if parent_of(stray.pointer) == lack.pointer:
        slip = f"“{lack.name}” is missing, “{stray.name}” is not its name"
        return Cause(violation, slip, f"Rename “{stray.name}” to “{lack.name}”.")
    slip = (
        f"“{lack.name}” is missing here, “{stray.name}” stands {_place(parent_of(stray.pointer))}"
    )
    renamed = "" if stray.name == lack.name else f" and rename it to “{lack.name}”"
    return Cause(violation, slip, f"Move it into {_inside(lack.pointer)}{renamed}.")


def _explain_unknown(contract: Contract, message: str, value: object, one: Violation) -> Cause:
    if one.keyword != "additionalProperties":
        return Cause(one)
    parent = generalise(parent_of(one.pointer))
    pattern = nearest_field(one.name, parent, list_fields(contract, message))
    if pattern is None:
        return Cause(one)
    known, home = name_of(pattern), parent_of(pattern)
    target = parent_of(one.pointer) if home == parent else home
    if resolve(value, f"{target}/{escape(known)}", ABSENT) is not ABSENT:
        return Cause(one, remedy=f"Remove it: “{known}” is {_place(target)} already.")
    if home == parent:
        return Cause(one, remedy=f"Did you mean “{known}”?")
    renamed = "" if known == one.name else f" and is written “{known}”"
    return Cause(one, remedy=f"It belongs {_place(home)}{renamed}.")


def _place(pointer: str) -> str:
    return f"in {pointer}" if pointer else "at the top level"


def _inside(pointer: str) -> str:
    return pointer or "the top level"
