"""Find the violations of a value: the keywords of its message's schemas that it breaks.

An error of the validators that repeats another one, or follows from one at the same place, is left
out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from contractkit.contracts.loading import Contract, Schema
from contractkit.contracts.schemas import MessageSchema, load_message_schemas
from contractkit.errors import BrokenContractError
from contractkit.pointers import Path, to_pointer
from contractkit.validation.custom_keywords import Breach
from contractkit.validation.detailed_validator import compile_validator
from contractkit.validation.fast_validator import is_valid_against

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

FORM_KEYWORDS = frozenset({"type", "minLength", "const", "enum", "pattern"})
SUPPRESSING_KEYWORDS = frozenset({"type", "minLength"})


@dataclass(frozen=True, slots=True)
class Violation:
    """A keyword that a value breaks, at `pointer`, and the rule that the keyword stands for.

    `name` is the property that is missing or unknown (for `required`, `additionalProperties`),
    `limit` the keyword's value, `actual` what was measured where that is not the value itself.
    """

    rule: str
    level: str
    keyword: str
    pointer: str
    value: object
    limit: object = None
    actual: object = None
    name: str = ""
    related: tuple[tuple[str, str], ...] = field(default=())


def find_violations(
    contract: Contract,
    message: str,
    value: object,
    optional: frozenset[str] = frozenset(),
    *,
    skip_valid_schemas: bool = False,
    limit: int | None = None,
) -> list[Violation]:
    """Every violation that is a cause of its own, the normative ones first.

    `skip_valid_schemas` leaves out the schemas that the fast validator finds met, which takes half
    the time. `limit` bounds how many unknown names of one object, and how many invalid items of one
    array, are reported; None for all.
    """
    violations: dict[tuple[str, str, str, object], Violation] = {}
    validators = _compile_all(contract, message, optional, limit)
    for number, (entry, validator) in enumerate(validators):
        if skip_valid_schemas and is_valid_against(contract, message, number, value, optional):
            continue
        found = [
            violation
            for error in validator.iter_errors(cast("Any", value))
            for violation in islice(_read_error(error, entry), limit)
        ]
        for violation in _drop_consequences(found, list(violations.values())):
            violations.setdefault(_key(violation), violation)
    return list(violations.values())


def _key(violation: Violation) -> tuple[str, str, str, object]:
    """What two reports of one violation have in common."""
    value = violation.value if isinstance(violation.value, str) else None
    return violation.rule, violation.pointer, violation.name, value


@lru_cache(maxsize=64)
def _compile_all(
    contract: Contract, message: str, optional: frozenset[str], limit: int | None
) -> tuple[tuple[MessageSchema, "Validator"], ...]:
    schemas = load_message_schemas(contract, message, optional)
    return tuple((entry, compile_validator(entry.schema, limit)) for entry in schemas)


def _drop_consequences(found: list[Violation], earlier: list[Violation]) -> Iterator[Violation]:
    """Leave out the violations that follow from another one at the same place.

    An empty value, or one of the wrong type, is one cause, whatever else it then breaks; and where
    the form of a value is wrong, a later schema has nothing to say of that value.
    """
    suppressed = {item.pointer for item in found if item.keyword in SUPPRESSING_KEYWORDS}
    malformed = {item.pointer for item in earlier if item.keyword in FORM_KEYWORDS}
    for violation in found:
        places = {violation.pointer, *(pointer for pointer, _ in violation.related)}
        follows = violation.pointer in suppressed and violation.keyword not in SUPPRESSING_KEYWORDS
        if not follows and not places & malformed:
            yield violation


def _read_error(error: "ValidationError", entry: MessageSchema) -> Iterable[Violation]:
    path, limit = tuple(error.absolute_path), error.validator_value
    instance = cast("Any", error.instance)
    if isinstance(limit, Breach):
        return [_read_breach(error, entry, limit)]
    violate = partial(_make_violation, error, entry)
    if error.validator == "required":
        missing = [name for name in cast("Any", limit) if name not in instance]
        return [violate(path, instance, limit=limit, name=name) for name in missing]
    if error.validator == "additionalProperties":
        known = cast("Schema", error.schema).get("properties", {})
        unknown = [name for name in instance if name not in known]
        return (violate((*path, name), instance[name], name=name) for name in unknown)
    actual = len(instance) if isinstance(instance, str | list | dict) else None
    return [violate(path, instance, limit=limit, actual=actual)]


def _read_breach(error: "ValidationError", entry: MessageSchema, breach: Breach) -> Violation:
    base = tuple(error.absolute_path)[: len(error.absolute_path) - len(breach.path)]
    return _make_violation(
        error,
        entry,
        base + breach.path,
        breach.value,
        limit=breach.limit,
        actual=breach.actual,
        name=breach.aspect,
        related=tuple((to_pointer(base + path), words) for path, words in breach.related),
    )


def _make_violation(
    error: "ValidationError",
    entry: MessageSchema,
    path: Path,
    value: object,
    **rest: Any,
) -> Violation:
    keyword, pointer = str(error.validator), to_pointer(path)
    rule = cast("Schema", error.schema).get("x-rules", {}).get(keyword)
    if isinstance(rule, dict):
        rule = rule.get(rest.get("name"))
    if rule is None:
        place = f"{entry.schema.get('$id')}#{to_pointer(error.absolute_schema_path)}"
        raise BrokenContractError(place, f"the keyword {keyword!r} names no rule")
    return Violation(rule, entry.level, keyword, pointer, value, **rest)
