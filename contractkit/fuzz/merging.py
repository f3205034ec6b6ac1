"""Failures that have one cause, made into one: functions of the failures of one check."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from contractkit.fuzz.needs import BEHIND, DEEP, NUMBER, TEXT, UNKNOWN, includes
from contractkit.fuzz.records import Expectation, Failure

# What every wrong login needs; the plainest of each kind needs the kind too, and no more.
WRONG_LOGIN, OF_PLAINEST_LOGIN = "login", 2
MANY_TEXTS = 4  # so many rules of JSON text with one effect have one reason
MANY_NAMES = 3  # and so many names of unknown members


def measure(failure: Failure) -> tuple[int, bool, int]:
    """How plain a failure is: less is plainer, and a valid request than one that is not."""
    return len(failure.needed), not is_valid(failure), measure_body(failure)


def measure_body(failure: Failure) -> int:
    """The size of the request, in bytes."""
    return len(failure.exchange.probe.body)


def is_valid(failure: Failure) -> bool:
    """Whether its request is to be accepted."""
    return failure.exchange.probe.expect is Expectation.ACCEPT


def merge(known: Failure, other: Failure) -> Failure:
    """Both as one: the plainer of the two, with the count of both."""
    plainer = other if measure(other) < measure(known) else known
    if BEHIND in known.needed and other.exchange.previous:
        plainer = known  # which shows what came before it
    rules = known.rules | other.rules
    return replace(plainer, count=known.count + other.count, steady=known.steady, rules=rules)


def settle(found: Iterable[Failure]) -> list[Failure]:
    """Those that are not explained by plainer ones, the first met first."""
    kept: list[Failure] = []
    for failure in sorted(found, key=measure):
        for number, plainer in enumerate(kept):
            if includes(failure.needed, plainer.needed):
                kept[number] = merge(plainer, failure)
                break
        else:
            kept.append(failure)
    return _order(kept)


def join_deep(found: list[Failure]) -> list[Failure]:
    """One failure of those whose requests are nested deep, whatever else is special about them."""
    return _join(found, lambda failure: DEEP in failure.needed)


def join_numbers(found: list[Failure]) -> list[Failure]:
    """One failure of numbers that fail alike in several places: it is the number that matters."""
    return settle(_join(found, lambda failure: NUMBER in failure.needed))


def join_unknown(found: list[Failure]) -> list[Failure]:
    """One failure where several unknown members fail alike, whatever their names are."""
    having = [failure for failure in found if UNKNOWN in failure.needed]
    return settle(_join(found, having.__contains__)) if len(having) >= MANY_NAMES else found


def join_texts(found: list[Failure]) -> list[Failure]:
    """One failure where texts that are no JSON fail alike, in whatever way they are broken."""
    texts = [failure for failure in found if TEXT in failure.needed]
    return settle(_join(found, texts.__contains__)) if len(texts) >= MANY_TEXTS else found


def join_logins(found: list[Failure]) -> list[Failure]:
    """One failure where the plainest wrong login of several kinds is accepted: then any is."""

    def is_plainest(failure: Failure) -> bool:
        return WRONG_LOGIN in failure.needed and len(failure.needed) == OF_PLAINEST_LOGIN

    return settle(_join(found, is_plainest))


def join_large(found: list[Failure], find_passed: Callable[[Failure], int | None]) -> list[Failure]:
    """One failure of those whose requests are larger than all that passed.

    `find_passed` gives the bytes of the largest request of the same sort that did not fail so, or
    None where too few are known.
    """
    passed = {id(failure): find_passed(failure) for failure in found}

    def is_large(failure: Failure) -> bool:
        most = passed[id(failure)]
        return most is not None and measure_body(failure) > most

    most = max((passed[id(failure)] or 0 for failure in filter(is_large, found)), default=0)
    return _join(found, is_large, frozenset({f"a body of more than {most:,} bytes"}))


def join_only(
    found: list[Failure], feature: str, list_only: Callable[[Failure], set[str]]
) -> list[Failure]:
    """One failure of those with a feature that none has that passed; `list_only` lists these."""
    having = [failure for failure in found if feature in list_only(failure)]
    return _join(found, having.__contains__, frozenset({feature}))


def _join(
    found: list[Failure],
    belongs: Callable[[Failure], bool],
    needed: frozenset[str] | None = None,
) -> list[Failure]:
    """The failures, with one in the place of several that belong together.

    It needs what they all need, if nothing else is given; its request is the smallest, a valid one
    if there is any.
    """
    together = [failure for failure in found if belongs(failure)]
    if not together[1:]:
        return found
    joined = replace(
        min(together, key=lambda failure: (not is_valid(failure), measure_body(failure))),
        count=sum(failure.count for failure in together),
        rules=frozenset().union(*(failure.rules for failure in together)),
        needed=needed or frozenset.intersection(*(failure.needed for failure in together)),
    )
    return _order([joined, *(failure for failure in found if not belongs(failure))])


def _order(found: list[Failure]) -> list[Failure]:
    return sorted(found, key=lambda failure: failure.exchange.number)
