"""What the data say of a way from one contract to another, as records."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from contractkit.contracts.loading import Contract
from contractkit.contracts.migrations import read_migration
from contractkit.errors import BrokenContractError
from contractkit.validation.fast_validator import compile_fast_validator

Test = Callable[[object], bool]
GENERAL = ("nothing", "invalid", "doubtful", "whole", "unknown", "unused", "empty", "several")


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell: a rule, and words in place of those of its page (`advice`: what to do)."""

    rule: str
    says: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How a text mentions names, before and after: what stands around them and before them."""

    names: tuple[str, ...]
    opening: str
    closing: str
    prefix: str
    new_prefix: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What --unsafe puts before a value that fits a pattern, for tenants with a setting."""

    setting: str
    value: object
    pattern: str
    prefix: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Override:
    """Another value, where the linter found a rule broken, if one is named, in such a request."""

    finding: str
    holds: Test
    value: object
    notice: Notice


@dataclass(frozen=True, slots=True)
class Transfer:
    """One value of the result and where it comes from: the first of `sources` that is there.

    `holds` says of a request whether the transfer concerns it. `table` has pairs of a value and
    what it becomes; `otherwise` is told of one that it lacks, `placeholder` of a placeholder.
    `absent` is a list of the value to write where the source has none; `required` is told where
    there is none at all, and then nothing is written. `changed` is told where a value is converted
    (`conversion`), or the mentions in it are. With `whole` it is for a placeholder only, one that
    stands for an object or an array.
    """

    sources: tuple[str, ...]
    target: str
    holds: Test
    table: tuple[tuple[object, object], ...] = ()
    otherwise: Notice | None = None
    placeholder: Notice | None = None
    absent: tuple[object, ...] = ()
    required: Notice | None = None
    conversion: str = ""
    changed: Notice | None = None
    mentions: Mentions | None = None
    overrides: tuple[Override, ...] = ()
    addition: Addition | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """A value without a counterpart, or one to tell of: of which requests and which values.

    With `finding` only where the linter found that rule broken at the value. With `refuses` nothing
    is written: what is left would be another message.
    """

    place: str
    holds: Test
    fits: Test
    refuses: bool
    notice: Notice
    finding: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """A way from one contract to another.

    `requests` are the pointers of the requests in a payload, the first that leads anywhere counts;
    `each` is the pattern of what becomes a payload of its own ("": the request), `join` the list in
    which payloads that are equal otherwise become one (None: they stay apart). `general` are the
    notices that concern any value, by GENERAL.
    """

    requests: tuple[str, ...]
    each: str
    join: str | None
    transfers: tuple[Transfer, ...]
    losses: tuple[Loss, ...]
    general: dict[str, Notice]

    @property
    def patterns(self) -> frozenset[str]:
        """The places in a request that the data know."""
        sources = {source for transfer in self.transfers for source in transfer.sources}
        return frozenset(sources | {loss.place for loss in self.losses} | {self.each})


@lru_cache(maxsize=8)
def load_mapping(contract: Contract, target: Contract) -> Mapping:
    """The way from a contract to another. Raises UnknownNameError, BrokenContractError."""
    data = read_migration(contract, target.name)
    try:
        return Mapping(
            tuple(data.get("requests", [""])),
            data.get("each", ""),
            data.get("join"),
            tuple(_read_transfer(entry) for entry in data["transfers"]),
            tuple(_read_loss(entry) for entry in data.get("losses", ())),
            {name: _read_notice(data["general"][name]) for name in GENERAL},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenContractError(target.name, f"the way to it is not readable: {error}") from error


def _read_transfer(entry: dict[str, Any]) -> Transfer:
    sources = entry.get("from", [])
    return Transfer(
        sources=tuple([sources] if isinstance(sources, str) else sources),
        target=entry["to"],
        holds=_read_test(entry.get("when")),
        table=tuple((before, after) for before, after in entry.get("values", ())),
        otherwise=_read_optional(entry, "otherwise"),
        placeholder=_read_optional(entry, "placeholder"),
        absent=(entry["absent"],) if "absent" in entry else (),
        required=_read_optional(entry, "required"),
        conversion=entry.get("as", ""),
        changed=_read_optional(entry, "changed"),
        mentions=_read_mentions(entry["mentions"]) if "mentions" in entry else None,
        overrides=tuple(
            Override(
                one.get("finding", ""), _read_test(one.get("when")), one["value"], _read_notice(one)
            )
            for one in entry.get("instead", ())
        ),
        addition=_read_addition(entry["unsafe"]) if "unsafe" in entry else None,
        whole=entry.get("whole", False),
    )


def _read_loss(entry: dict[str, Any]) -> Loss:
    return Loss(
        entry["at"],
        _read_test(entry.get("when")),
        _read_test(entry.get("if")),
        entry.get("refuse", False),
        _read_notice(entry),
        entry.get("finding", ""),
    )


def _read_notice(entry: dict[str, Any]) -> Notice:
    return Notice(entry["rule"], entry.get("says", ""), entry.get("do", ""))


def _read_optional(entry: dict[str, Any], name: str) -> Notice | None:
    return _read_notice(entry[name]) if name in entry else None


def _read_mentions(entry: dict[str, Any]) -> Mentions:
    return Mentions(
        tuple(entry["names"]), entry["open"], entry["close"], entry["prefix"], entry["becomes"]
    )


def _read_addition(entry: dict[str, Any]) -> Addition:
    return Addition(
        entry["setting"], entry["value"], entry["pattern"], entry["prefix"], _read_notice(entry)
    )


def _read_test(schema: dict[str, Any] | None) -> Test:
    """Whether a value fits a schema; without one, every value does."""
    if schema is None:
        return _fit_all
    validate = compile_fast_validator(schema)

    def fits(value: object) -> bool:
        try:
            return validate(value)
        except ValueError:
            from contractkit.validation.reference_validator import compile_validator

            return compile_validator(schema).is_valid(cast("Any", value))

    return fits


def _fit_all(_: object) -> bool:
    return True
