"""One cause, one finding: violations that one slip of the author explains together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractkit.contracts.fields import list_fields
from contractkit.contracts.loading import Contract, load_other_versions
from contractkit.contracts.similar_names import SIMILAR, find_nearest_field, fold, similarity
from contractkit.jsontext.display import show_name
from contractkit.pointers import escape, generalise, name_of, parent_of, resolve
from contractkit.validation.options import EVERYTHING, Selection, limit_by_rule
from contractkit.validation.recognition import find_lookalike
from contractkit.validation.violations import Violation

ABSENT = object()
MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Cause:
    """A violation with what the author evidently did: `slip` in words, `remedy` how to undo it.

    `renames`: the pointer of a property under a wrong name, and the name that was meant.
    """

    violation: Violation
    slip: str = ""
    remedy: str = ""
    renames: tuple[str, str] | None = None


def find_causes(
    contract: Contract,
    message: str,
    value: object,
    violations: list[Violation],
    selection: Selection = EVERYTHING,
    limit: int | None = None,
) -> list[Cause]:
    """The causes of the violations of one payload, in the order of the violations.

    What is not selected is not told, but may still explain what is: a property under a wrong name
    one that is missing. `limit` is that of the options.
    """
    if any(one.level == "normative" for one in violations):
        lookalike = find_lookalike(contract, value, message)
        if lookalike and selection.includes(lookalike["rule"]):
            pointer = lookalike["pointer"]
            violation = Violation(lookalike["rule"], "normative", "lookalike", pointer, value)
            return [Cause(violation, lookalike["says"])]
    unknown = [one for one in violations if one.keyword == "additionalProperties"]
    elsewhere = dict(_find_in_other_versions(contract, message, unknown))
    strays = [one for one in unknown if id(one) not in elsewhere]
    taken = (one for one in violations if selection.includes(one.rule))
    violations = list(limit_by_rule(taken, limit))
    merged = dict(_pair_missing(violations, strays))
    used = {id(stray) for stray in merged.values()}
    return [
        _explain_missing(one, merged[id(one)])
        if id(one) in merged
        else elsewhere.get(id(one)) or _explain_unknown(contract, message, value, one)
        for one in violations
        if id(one) not in used
    ]


def _find_in_other_versions(
    contract: Contract, message: str, unknown: list[Violation]
) -> Iterator[tuple[int, Cause]]:
    """Each unknown property that another version of the contract knows, so that it is no slip."""
    for one in unknown:
        slip, remedy = find_other_version(contract, message, one)
        if slip:
            yield id(one), Cause(one, slip, remedy)


def _pair_missing(
    violations: list[Violation], unknown: list[Violation]
) -> Iterator[tuple[int, Violation]]:
    """Each missing property with the unknown one that was meant to be it, nearest first."""
    missing = [one for one in violations if one.keyword == "required" and one.level == "normative"]
    pairs = sorted(_list_pairs(missing, unknown), key=lambda pair: -pair[0])
    taken: set[int] = set()
    for _, lack, stray in pairs:
        if id(lack) not in taken and id(stray) not in taken:
            taken |= {id(lack), id(stray)}
            yield id(lack), stray


def _list_pairs(
    missing: list[Violation], unknown: list[Violation]
) -> Iterator[tuple[float, Violation, Violation]]:
    """The pairs that may belong together: alike in one object, or of one name anywhere."""
    by_parent: dict[str, list[Violation]] = {}
    by_name: dict[str, list[Violation]] = {}
    for stray in unknown:
        by_parent.setdefault(parent_of(stray.pointer), []).append(stray)
        by_name.setdefault(fold(stray.name), []).append(stray)
    for lack in missing:
        for stray in by_parent.get(lack.pointer, ())[:MOST_COMPARED]:
            alike = similarity(lack.name, stray.name)
            if alike >= SIMILAR:
                yield 1 + alike, lack, stray
        for stray in by_name.get(fold(lack.name), ())[:MOST_COMPARED]:
            yield 1, lack, stray


def _explain_missing(lack: Violation, stray: Violation) -> Cause:
    written = show_name(stray.name)
    related = (*lack.related, (stray.pointer, f"“{written}” stands here"))
    violation = replace(lack, related=related)
    if parent_of(stray.pointer) == lack.pointer:
        slip = f"“{lack.name}” is missing, “{written}” is not its name"
        remedy = f"Rename “{written}” to “{lack.name}”."
        return Cause(violation, slip, remedy, (stray.pointer, lack.name))
    slip = f"“{lack.name}” is missing here, “{written}” stands {_place(parent_of(stray.pointer))}"
    renamed = "" if stray.name == lack.name else f" and rename it to “{lack.name}”"
    return Cause(violation, slip, f"Move it into {_inside(lack.pointer)}{renamed}.")


def _explain_unknown(contract: Contract, message: str, value: object, one: Violation) -> Cause:
    if one.keyword != "additionalProperties":
        return Cause(one)
    parent = generalise(parent_of(one.pointer))
    pattern = find_nearest_field(one.name, parent, tuple(list_fields(contract, message)))
    if pattern is None:
        return Cause(one)
    known, home = name_of(pattern), parent_of(pattern)
    target = parent_of(one.pointer) if home == parent else home
    if resolve(value, f"{target}/{escape(known)}", ABSENT) is not ABSENT:
        return Cause(one, remedy=f"Remove it: “{known}” is {_place(target)} already.")
    if home == parent:
        return Cause(one, remedy=f"Did you mean “{known}”?", renames=(one.pointer, known))
    renamed = "" if known == one.name else f" and is written “{known}”"
    return Cause(one, remedy=f"It belongs {_place(home)}{renamed}.")


def _place(pointer: str) -> str:
    return f"in {pointer}" if pointer else "at the top level"


def _inside(pointer: str) -> str:
    return pointer or "the top level"


def find_other_version(contract: Contract, message: str, unknown: Violation) -> tuple[str, str]:
    """What to say of a property that this version does not know, and what to do about it.

    Both are empty where no other version knows it at that place either.
    """
    pattern = f"{generalise(parent_of(unknown.pointer))}/{escape(unknown.name)}"
    earlier, later = load_other_versions(contract)
    for versions, word in ((later, "since"), (earlier, "until")):
        for other in versions:
            if message in other.messages and pattern in list_fields(other, message):
                known = f"documented {word} {other.version}"
                slip = f"“{show_name(unknown.name)}” is {known}, not in {contract.version}"
                return slip, f"Judge the {message} by {other}, or remove it."
    return "", ""
