"""The weight of failures: what a right client meets first comes first, in groups of one kind."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from contractkit.contracts.loading import Contract
from contractkit.contracts.requests import list_request_messages, request_message
from contractkit.findings import Verdict
from contractkit.fuzz.merging import WRONG_LOGIN
from contractkit.fuzz.needs import DEEP, ITEMS, TEXT
from contractkit.fuzz.oracles import find_broken
from contractkit.fuzz.probes import plainest
from contractkit.fuzz.records import Expectation, Failure
from contractkit.payloads.mutation_points import MutationPoint, list_mutation_points
from contractkit.payloads.text_mutations import TEXT_MUTATIONS
from contractkit.pointers import escape, select_values, to_pattern


class Group(StrEnum):
    """What is special about the requests of a failure, the gravest first: headings of reports."""

    VALID = "Valid requests"
    ANSWERS = "The form of answers"
    NOTIFICATIONS = "Notifications"
    UNSTEADY = "Now and then"
    CREDENTIALS = "Credentials"
    MISSING = "Missing and empty members"
    TYPES = "Wrong types"
    VALUES = "Wrong values"
    LIMITS = "Limits"
    DOUBTFUL = "Doubtful requests"
    HTTP = "HTTP"
    TEXT = "JSON text and nesting"


GROUPS = list(Group)
OF_ANSWERS = ("answer-form", "content-type", "status", "repeated-id", "answer-mismatch", "query")
OF_NOTIFICATIONS = "notification"  # how the names of their checks begin
KEYWORDS = {
    "required": Group.MISSING,
    "type": Group.TYPES,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), Group.LIMITS),
    **dict.fromkeys(("minimum", "maximum", "multipleOf", "uniqueItems"), Group.LIMITS),
}
AT_LEAST = ("minLength", "minItems")
Order = tuple[bool, int]
LAST: Order = (True, 1 << 30)


class Place(NamedTuple):
    """A keyword of the schema: the group of what breaks it, its member, and where that stands.

    `order`: members of the plainest payload before others, then as the schema has them.
    """

    pattern: str
    member: str
    group: Group
    order: Order


def rank_failures(contract: Contract, failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """The failures with their groups and members, the gravest first."""
    ranked = [_rank(contract, failure) for failure in failures]
    return tuple(failure for _, failure in sorted(ranked, key=lambda pair: pair[0]))


def _rank(contract: Contract, failure: Failure) -> tuple[tuple[Any, ...], Failure]:
    """A failure with its group and its member, behind what it is sorted by."""
    place = _find_place(contract, failure)
    group, member = _find_group(contract, failure, place), _find_member(failure, place)
    orders = _list_orders(contract)
    order = (False, 0) if group is Group.VALID else orders.get(member, LAST)
    weight = GROUPS.index(group), order, member, failure.problem.check, len(failure.needed)
    ranked = replace(failure, group=str(group), member=member)
    return (*weight, failure.exchange.number), ranked


def _find_place(contract: Contract, failure: Failure) -> Place | None:
    """What the request breaks first; None where it breaks no keyword of the schema."""
    rules = failure.exchange.probe.rules
    rule = find_broken(contract, rules).id if rules else ""
    places = _list_places(contract).get(rule, ())
    pattern = to_pattern(failure.exchange.probe.pointer or "")
    return next((place for place in places if place.pattern == pattern), next(iter(places), None))


def _find_group(contract: Contract, failure: Failure, place: Place | None) -> Group:
    check, probe = failure.problem.check, failure.exchange.probe
    valid = probe.expect is Expectation.ACCEPT
    rule = find_broken(contract, probe.rules) if probe.rules else None
    answered = Group.NOTIFICATIONS if check.startswith(OF_NOTIFICATIONS) else Group.ANSWERS
    for group, fits in (
        (Group.UNSTEADY, not failure.steady),
        (answered, check.startswith((OF_NOTIFICATIONS, *OF_ANSWERS))),
        (Group.CREDENTIALS, WRONG_LOGIN in failure.needed and not valid),
        (Group.TEXT, DEEP in failure.needed),
        (Group.VALID, valid),
        (Group.TEXT, TEXT in failure.needed or check == "judged-differently"),
        (Group.HTTP, rule is None),
        (Group.TEXT, rule is not None and rule.id in TEXT_MUTATIONS),
        (Group.DOUBTFUL, rule is not None and rule.verdict is not Verdict.INVALID),
    ):
        if fits:
            return group
    return place.group if place else Group.VALUES


def _find_member(failure: Failure, place: Place | None) -> str:
    """The pattern of the member that a failure is about; an empty text for the whole payload."""
    if failure.needed & {DEEP, TEXT} or not failure.steady:
        return ""
    if place:
        return place.member
    pointers = [need for need in failure.needed if need.startswith("/")]
    return _name_member(pointers[0].removesuffix(ITEMS)) if len(pointers) == 1 else ""


def _name_member(pattern: str) -> str:
    """The pattern of a member: that of the array for what stands in an array."""
    while pattern.endswith("/*"):
        pattern = pattern.removesuffix("/*")
    return pattern


@lru_cache(maxsize=16)
def _list_places(contract: Contract) -> Mapping[str, tuple[Place, ...]]:
    """The places of each rule, in the order of the schemas."""
    orders, places = _list_orders(contract), dict[str, tuple[Place, ...]]()
    for point in _list_points(contract):
        member = _find_point_member(point)
        place = Place(point.pattern, member, _find_point_group(point), orders[member])
        places[point.rule] = (*places.get(point.rule, ()), place)
    return places


def _list_points(contract: Contract) -> list[MutationPoint]:
    """Where a request can be broken: in its body, and in its parameters."""
    messages = list_request_messages(contract)
    return [point for message in messages for point in list_mutation_points(contract, message)]


@lru_cache(maxsize=16)
def _list_orders(contract: Contract) -> Mapping[str, Order]:
    """Where each member stands: those of the plainest payload before others."""
    plain = plainest(contract, request_message(contract)).payload
    members = map(_find_point_member, _list_points(contract))
    return {
        member: (not any(select_values(plain, member)), number)
        for number, member in enumerate(dict.fromkeys(members))
    }


def _find_point_member(point: MutationPoint) -> str:
    inner = f"/{escape(point.name)}" if point.keyword == "required" else ""
    return _name_member(f"{point.pattern}{inner}")


def _find_point_group(point: MutationPoint) -> Group:
    if point.keyword in AT_LEAST and point.limit == 1:
        return Group.MISSING
    return KEYWORDS.get(point.keyword, Group.VALUES)
