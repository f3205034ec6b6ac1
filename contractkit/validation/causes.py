"""The causes of violations: one mistake of the author may explain several of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from contractkit.contracts.fields import list_fields, walk_subschemas
from contractkit.contracts.loading import Contract, find_message, load_other_versions
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.similar_names import SIMILAR, find_nearest_field, normalise, similarity
from contractkit.jsontext.display import show_name
from contractkit.jsontext.odd_characters import describe_odd_characters, tell
from contractkit.pointers import (
    escape,
    name_of,
    parent_of,
    resolve,
    to_pattern,
    to_pointer,
    to_tokens,
)
from contractkit.validation.options import EVERYTHING, Selection, limit_by_rule
from contractkit.validation.recognition import find_lookalike
from contractkit.validation.violation import CHOICES, MISSING, UNKNOWN, Violation

ABSENT = object()
MOST_COMPARED = 100
OF_ANOTHER_BRANCH = "Remove it: only another kind of this object has “{}”."


class Cause(NamedTuple):
    """A violation, with the author's `mistake` and the `correction` in words, where they are known.

    `rename`: the pointer of a property under a wrong name, and the name that was meant.
    """

    violation: Violation
    mistake: str = ""
    correction: str = ""
    rename: tuple[str, str] | None = None


def find_causes(
    contract: Contract,
    message: str,
    value: object,
    violations: list[Violation],
    selection: Selection = EVERYTHING,
    limit: int | None = None,
) -> list[Cause]:
    """The causes of the violations of one payload, in the order of the violations.

    A violation that is not selected is not reported, but may still explain one that is: a property
    under a wrong name explains one that is missing. `limit` is that of the options.
    """
    if not isinstance(value, list):
        return _find_in_one(contract, message, value, violations, selection, limit)
    causes = [
        cause
        for place, found in _group_by_item(violations).items()
        for cause in _find_in_one(contract, message, value, found, selection, limit, place)
    ]
    reported = set(map(id, limit_by_rule([cause.violation for cause in causes], limit)))
    return [cause for cause in causes if id(cause.violation) in reported]


def _group_by_item(violations: list[Violation]) -> dict[str, list[Violation]]:
    """The violations in each item of an array, by the item's pointer; "" for those of the array."""
    groups: dict[str, list[Violation]] = {}
    for violation in violations:
        tokens = to_tokens(violation.pointer)
        groups.setdefault(to_pointer(tokens[:1]), []).append(violation)
    return groups


def _find_in_one(
    contract: Contract,
    message: str,
    value: object,
    violations: list[Violation],
    selection: Selection,
    limit: int | None,
    place: str = "",
) -> list[Cause]:
    """The causes of the violations of one message, which is the value at a place of a document."""
    if violations and violations[0].level == "normative":  # these come first
        written = resolve(value, place)
        lookalike = find_lookalike(contract, written, message)
        if lookalike and selection.includes(lookalike["rule"]):
            pointer = place + lookalike["pointer"]
            violation = Violation(lookalike["rule"], "normative", "lookalike", pointer, written)
            return [Cause(violation, lookalike["says"])]
    unknown = [item for item in violations if item.keyword in UNKNOWN]
    selected = [item for item in violations if selection.includes(item.rule)]
    reported = limit_by_rule(selected, limit)
    if not unknown:
        return [_explain_plainly(contract, message, violation) for violation in reported]
    of_other_versions = dict(_find_in_other_versions(contract, message, unknown))
    misnamed = [item for item in unknown if id(item) not in of_other_versions]
    other_names = _load_other_names(contract, message)
    pairs = dict(_pair_missing(reported, misnamed, other_names))
    paired = {id(item) for item in pairs.values()}
    return [
        _explain_missing(violation, pairs[id(violation)])
        if id(violation) in pairs
        else of_other_versions.get(id(violation))
        or _explain_unknown(contract, message, value, violation)
        for violation in reported
        if id(violation) not in paired
    ]


def _find_in_other_versions(
    contract: Contract, message: str, unknown: list[Violation]
) -> Iterator[tuple[int, Cause]]:
    """The unknown properties that another version of the contract has, by the violation's id."""
    for violation in unknown:
        pattern = f"{to_pattern(parent_of(violation.pointer))}/{escape(violation.name)}"
        found = _find_other_version(contract, message, pattern)
        if found:
            other, word = found
            documented = f"documented {word} {other.version}, not in {contract.version}"
            mistake = f"“{show_name(violation.name)}” is {documented}"
            correction = f"Judge the {message} by {other}, or remove it."
            yield id(violation), Cause(violation, mistake, correction)


@lru_cache(maxsize=1024)
def _find_other_version(
    contract: Contract, message: str, pattern: str
) -> tuple[Contract, str] | None:
    """The nearest other version that has a field at the pattern: "since" or "until" which one."""
    earlier, later = load_other_versions(contract)
    versions = [*((other, "since") for other in later), *((other, "until") for other in earlier)]
    for other, word in versions:
        if message in other.messages and pattern in list_fields(other, message):
            return other, word
    return None


def _pair_missing(
    violations: Sequence[Violation], unknown: list[Violation], other_names: Mapping[str, str]
) -> Iterator[tuple[int, Violation]]:
    """Each missing property, by the violation's id, with the unknown one that was meant to be it.

    The most similar pairs come first.
    """
    missing = [violation for violation in violations if violation.keyword in MISSING]
    if not missing:
        return
    pairs = sorted(_list_pairs(missing, unknown, other_names), key=lambda pair: -pair[0])
    paired: set[int] = set()
    for _, lacking, misnamed in pairs:
        if id(lacking) not in paired and id(misnamed) not in paired:
            paired |= {id(lacking), id(misnamed)}
            yield id(lacking), misnamed


def _list_pairs(
    missing: list[Violation], unknown: list[Violation], other_names: Mapping[str, str]
) -> Iterator[tuple[float, Violation, Violation]]:
    """The pairs that may belong together: similar in one object, or of one name anywhere.

    A name that another API has for a field is as good as the field's own.
    """
    by_parent: dict[str, list[Violation]] = {}
    by_name: dict[str, list[Violation]] = {}
    for misnamed in unknown:
        by_parent.setdefault(parent_of(misnamed.pointer), []).append(misnamed)
        by_name.setdefault(normalise(misnamed.name), []).append(misnamed)
    for lacking in missing:
        pattern = f"{to_pattern(lacking.pointer)}/{escape(lacking.name)}"
        others = [name for name, field in other_names.items() if field == pattern]
        for misnamed in by_parent.get(lacking.pointer, ())[:MOST_COMPARED]:
            score = similarity(lacking.name, misnamed.name)
            if score >= SIMILAR:
                yield 1 + score, lacking, misnamed
        for name in (normalise(lacking.name), *others):
            for misnamed in by_name.get(name, ())[:MOST_COMPARED]:
                yield 1, lacking, misnamed


@lru_cache(maxsize=64)
def _load_other_names(contract: Contract, message: str) -> Mapping[str, str]:
    """The names that other APIs have for fields of a message, normalised, with the patterns."""
    named = find_message(contract, message).get("otherNames", {})
    return {normalise(name): pattern for name, pattern in named.items()}


def _explain_missing(lacking: Violation, misnamed: Violation) -> Cause:
    name, written, parent = lacking.name, show_name(misnamed.name), parent_of(misnamed.pointer)
    related = (*lacking.related, (misnamed.pointer, f"“{written}” stands here"))
    violation = lacking._replace(related=related)
    said = tell(": it has", describe_odd_characters(misnamed.name))
    if parent == lacking.pointer:
        mistake = f"“{name}” is missing, “{written}” is not its name{said}"
        correction = f"Rename “{written}” to “{name}”."
        return Cause(violation, mistake, correction, (misnamed.pointer, name))
    mistake = f"“{name}” is missing here, “{written}” stands {_describe_place(parent)}{said}"
    renamed = "" if misnamed.name == name else f" and rename it to “{name}”"
    target = lacking.pointer or "the top level"
    return Cause(violation, mistake, f"Move it into {target}{renamed}.")


def _explain_plainly(contract: Contract, message: str, violation: Violation) -> Cause:
    """A violation by itself; of a missing name, with one that is like it and that is not known."""
    if violation.keyword not in MISSING:
        return Cause(violation)
    from contractkit.validation.similar_members import find_similar_member

    name = find_similar_member(contract, message, violation)
    if name is None:
        return Cause(violation)
    written = show_name(name)
    stands = f"{violation.pointer}/{escape(name)}", f"“{written}” stands here"
    correction = f"Is it “{written}”? Then write “{violation.name}”."
    related = (*violation.related, stands)
    return Cause(violation._replace(related=related), correction=correction)


def _explain_unknown(
    contract: Contract, message: str, value: object, violation: Violation
) -> Cause:
    if violation.keyword not in UNKNOWN:
        return _explain_plainly(contract, message, violation)
    parent = to_pattern(parent_of(violation.pointer))
    has_choices = _has_choices(contract, message)
    known = _list_known(violation, parent)
    # Far inside a recursion the fields are not listed, and of a choice some are another branch's.
    known_first = has_choices or list_fields(contract, message).keys().isdisjoint(known)
    pattern = find_nearest_field(violation.name, parent, known) if known_first else None
    pattern = pattern or _find_meant_field(contract, message, violation.name, parent)
    pattern = pattern or find_nearest_field(violation.name, parent, known)
    if pattern is None:
        return Cause(violation)
    if has_choices and parent_of(pattern) == parent and pattern not in known:
        meant = show_name(name_of(pattern))
        return Cause(violation, correction=OF_ANOTHER_BRANCH.format(meant))
    meant, home = name_of(pattern), parent_of(pattern)
    target = _find_nearest(home, violation.pointer)
    if resolve(value, f"{target}/{escape(meant)}", ABSENT) is not ABSENT:
        place = _describe_place(target)
        return Cause(violation, correction=f"Remove it: “{meant}” is {place} already.")
    if home == parent:
        rename = (violation.pointer, meant)
        return Cause(violation, correction=f"Did you mean “{meant}”?", rename=rename)
    renamed = "" if meant == violation.name else f" and is written “{meant}”"
    return Cause(violation, correction=f"It belongs {_describe_place(target)}{renamed}.")


@lru_cache(maxsize=64)
def _has_choices(contract: Contract, message: str) -> bool:
    """Whether the schemas of a message have branches of which only one counts."""
    entries = load_message_schemas(contract, message)
    subschemas = (one for entry in entries for _, one, _ in walk_subschemas(entry.schema))
    return any(not CHOICES.isdisjoint(one) for one in subschemas)


def _list_known(violation: Violation, parent: str) -> tuple[str, ...]:
    """The patterns of the names that the object at `parent` may have here."""
    known = violation.limit if isinstance(violation.limit, tuple) else ()
    return tuple(f"{parent}/{escape(name)}" for name in known if name != violation.name)


def _find_nearest(pattern: str, pointer: str) -> str:
    """The place of a pattern that is in the same items as a pointer, as far as it is in any."""
    tokens, nearest = to_tokens(pointer), list(to_tokens(pattern))
    for number, (token, written) in enumerate(zip(nearest, tokens, strict=False)):
        if token != written and not (token == "*" and written.isdecimal()):
            break
        nearest[number] = written
    return to_pointer(nearest)


@lru_cache(maxsize=1024)
def _find_meant_field(contract: Contract, message: str, name: str, parent: str) -> str | None:
    """The pattern of the field that a name, found in the object at `parent`, was meant to be.

    It is a field of an item of the document where `parent` is in one, else it is none of those.
    """
    in_item = _is_in_item(parent)
    fields = (field for field in list_fields(contract, message) if _is_in_item(field) is in_item)
    nearest = find_nearest_field(name, parent, tuple(fields))
    return nearest or _load_other_names(contract, message).get(normalise(name))


def _is_in_item(pattern: str) -> bool:
    return to_tokens(pattern)[:1] == ("*",)


def _describe_place(pointer: str) -> str:
    return f"in {show_name(pointer)}" if pointer else "at the top level"
