"""Which of the contract's messages a document is, or for which other API it was written."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from contractkit.contracts.loading import Contract, Schema, find_message
from contractkit.contracts.schemas import load_message_schemas
from contractkit.contracts.similar_names import normalise
from contractkit.contracts.subschemas import find_definition, list_applied
from contractkit.errors import UnrecognisedMessageError
from contractkit.pointers import name_of
from contractkit.validation.options import AUTO, CheckOptions

ENOUGH_SHARED_NAMES = 2
BRANCHES = ("allOf", "anyOf", "oneOf")


def determine_message(contract: Contract, value: object, options: CheckOptions) -> str:
    """The message that the options name, or else the recognised one.

    Raises UnknownNameError, UnrecognisedMessageError.
    """
    if options.kind == AUTO:
        return recognise_message(contract, value, strict=options.strict_recognition)
    find_message(contract, options.kind)
    return options.kind


def recognise_message(contract: Contract, value: object, *, strict: bool = False) -> str:
    """The message that shares most property names with the document, at its top or deeper inside.

    Case does not count. Of several it is the one that lacks the fewest mandatory names. What shares
    no name at its top may be another API's payload. A list of messages is taken for one; a value
    without properties, such as a string, for the contract's first message. With `strict` that is
    not enough: most of the names in an object, or two at its top, must be those of the message, and
    it must fit what the contract asks of a `certain` one.
    Raises UnrecognisedMessageError.
    """
    document = value[0] if isinstance(value, list) and value else value
    if not isinstance(document, dict):
        if strict or not contract.messages:
            raise _unrecognised(contract)
        return contract.messages[0]
    message, score = recognise_names(contract, tuple(document))
    if strict and _is_doubtful(score, len(document)):
        raise _unrecognised(contract)
    if strict and not _is_certain(contract, message, document):
        raise _unrecognised(contract)
    at_top = score[0] > 0 and score[1] == 0
    lookalike = None if strict or at_top else find_lookalike(contract, document)
    if lookalike:
        return str(lookalike["message"])
    if message:
        return message
    raise _unrecognised(contract)


@lru_cache(maxsize=1024)
def recognise_names(
    contract: Contract, names: tuple[str, ...]
) -> tuple[str | None, tuple[int, int]]:
    """The message that shares most names (None: several, or none), how many and minus the depth.

    Where none shares any, it is the one whose properties have most of the names elsewhere.
    """
    if not contract.messages:
        return None, (0, 0)
    normalised = {normalise(name) for name in names}
    scores = {
        message: max((len(normalised & known), -depth) for depth, known in enumerate(objects))
        for message, objects in _load_property_names(contract).items()
    }
    best = max(scores.values())
    messages = [message for message, score in scores.items() if score == best]
    if not best[0]:
        return _find_renamed(contract, normalised), best
    if len(messages) > 1:
        messages = _prefer_complete(contract, messages, normalised)
    told = len(messages) == 1 or best[1] == 0
    return (messages[0] if told else None), best


def has_its_names(contract: Contract, names: tuple[str, ...]) -> bool:
    """Whether the names at the top of an object are those of one message, all mandatory ones."""
    message, (shared, depth) = recognise_names(contract, names)
    if message is None or depth or shared != len(names):
        return False
    return not set(_list_mandatory_names(contract, message)).difference(names)


def _prefer_complete(contract: Contract, messages: list[str], names: set[str]) -> list[str]:
    """Those messages that the fewest mandatory names are missing of, under other names too."""
    missing = {
        message: len(
            set(map(normalise, _list_mandatory_names(contract, message)))
            - names
            - _list_renamed(contract, message, names)
        )
        for message in messages
    }
    fewest = min(missing.values())
    return [message for message in messages if missing[message] == fewest]


def _find_renamed(contract: Contract, names: set[str]) -> str | None:
    """The message whose properties have most of these names elsewhere, if that is enough."""
    renamed = {one: len(_list_renamed(contract, one, names)) for one in contract.messages}
    best = max(renamed, key=renamed.__getitem__)
    return best if renamed[best] >= ENOUGH_SHARED_NAMES else None


def _list_renamed(contract: Contract, message: str, names: set[str]) -> set[str]:
    """The properties of a message that have one of these names elsewhere, normalised."""
    other_names = find_message(contract, message).get("otherNames", {})
    found = (place for name, place in other_names.items() if normalise(name) in names)
    return {normalise(name_of(place)) for place in found}


def _list_mandatory_names(contract: Contract, message: str) -> list[str]:
    root = _normative_schema(contract, message)
    return [name for schema in list_applied(root, root) for name in schema.get("required", ())]


def _is_certain(contract: Contract, message: str | None, value: object) -> bool:
    """Whether a value fits the schema of what is certainly the message, if there is one."""
    if message is None or "certain" not in find_message(contract, message):
        return True
    try:
        return _compile_certain(contract, message)(value)
    except ValueError:
        return True


@lru_cache(maxsize=16)
def _compile_certain(contract: Contract, message: str) -> Callable[[object], bool]:
    from contractkit.validation.fast_validator import compile_fast_validator

    return compile_fast_validator(find_message(contract, message)["certain"])


def _is_doubtful(score: tuple[int, int], count: int) -> bool:
    """Whether so many shared names may be chance, at that depth and among `count` names in all."""
    shared, depth = score
    most = 2 * shared > count
    enough = shared >= ENOUGH_SHARED_NAMES
    return not (most or enough) if depth == 0 else not (most and enough)


def _unrecognised(contract: Contract) -> UnrecognisedMessageError:
    names = {
        message: tuple(dict.fromkeys(_list_top_names(_normative_schema(contract, message))))
        for message in contract.messages
    }
    return UnrecognisedMessageError(names)


@lru_cache(maxsize=64)
def _load_property_names(contract: Contract) -> Mapping[str, tuple[frozenset[str], ...]]:
    """The names of the properties of each object in a message, normalised, the outermost first."""
    return {
        message: tuple(_list_property_names(_normative_schema(contract, message)))
        for message in contract.messages
    }


def _normative_schema(contract: Contract, message: str) -> Schema:
    return load_message_schemas(contract, message)[0].schema


def _list_top_names(root: Schema) -> Iterator[str]:
    """The names of the properties of the whole value, whichever condition gives it these."""
    pending: list[object] = [root]
    seen: set[int] = set()
    while pending:
        schema = pending.pop(0)
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        yield from schema.get("properties", ())
        inner = [each for key in BRANCHES for each in schema.get(key, ())]
        inner += [schema[key] for key in ("then", "else") if key in schema]
        if "$ref" in schema:
            inner.insert(0, find_definition(root, schema["$ref"]))
        pending[:0] = inner


def _list_property_names(schema: Schema) -> Iterator[frozenset[str]]:
    yield frozenset(map(normalise, _list_top_names(schema)))
    pending: list[object] = list(schema.values())
    while pending:
        inner = pending.pop(0)
        if isinstance(inner, list):
            pending += inner
        elif isinstance(inner, dict):
            if isinstance(inner.get("properties"), dict):
                yield frozenset(map(normalise, inner["properties"]))
            pending += inner.values()


def find_lookalike(
    contract: Contract, value: object, message: str | None = None
) -> Mapping[str, Any] | None:
    """The payload of another API that contract.json describes and that the value fits, if any.

    Only those that are taken for `message`, if one is given.
    """
    lookalikes = contract.data.get("lookalikes", ())
    if not lookalikes or not _fits_any(contract, value):
        return None
    for number, lookalike in enumerate(lookalikes):
        if message in (None, lookalike["message"]) and _fits(contract, number, value):
            found: Mapping[str, Any] = lookalike
            return found
    return None


def _fits_any(contract: Contract, value: object) -> bool:
    """Whether a value may be one of the lookalikes, which is hardly ever so: asked at once."""
    try:
        return _compile_any_lookalike(contract)(value)
    except ValueError:
        return True


@lru_cache(maxsize=16)
def _compile_any_lookalike(contract: Contract) -> Callable[[object], bool]:
    from contractkit.validation.fast_validator import compile_fast_validator

    schemas = {
        f"urn:contractkit:lookalike:{number}": lookalike["schema"]
        for number, lookalike in enumerate(contract.data["lookalikes"])
    }
    definitions = {name: {"$id": name} | schema for name, schema in schemas.items()}
    choice = [{"$ref": name} for name in schemas]
    return compile_fast_validator({"anyOf": choice, "definitions": definitions})


def _fits(contract: Contract, number: int, value: object) -> bool:
    try:
        return _compile_lookalikes(contract)[number](value)
    except ValueError:
        from contractkit.validation.reference_validator import compile_validator

        schema = contract.data["lookalikes"][number]["schema"]
        return compile_validator(schema).is_valid(cast("Any", value))


@lru_cache(maxsize=16)
def _compile_lookalikes(contract: Contract) -> tuple[Callable[[object], bool], ...]:
    from contractkit.validation.fast_validator import compile_fast_validator

    lookalikes = contract.data.get("lookalikes", ())
    return tuple(compile_fast_validator(lookalike["schema"]) for lookalike in lookalikes)
