"""Which contract of a catalogue a payload is written for, where nobody named one.

The others are read only where a payload has not just the names of the given one.
"""

from functools import lru_cache

from contractkit.contracts.loading import Contract, load_other_contracts
from contractkit.validation.options import AUTO, CheckOptions
from contractkit.validation.recognition import find_lookalike, has_its_names, recognise_names


def determine_contract(contract: Contract, value: object, options: CheckOptions) -> Contract:
    """The contract to judge a payload by: the given one, unless the options leave it open."""
    if not options.any_contract or options.kind != AUTO:
        return contract
    document = value[0] if isinstance(value, list) and value else value
    if not isinstance(document, dict):
        return contract
    likely = list_likely_contracts(contract, tuple(document))
    if likely == (contract,):
        return contract
    if any(find_lookalike(each, document) for each in likely if each is not contract):
        likely = _list_related(contract, document) or likely
    if len(likely) == 1:
        return likely[0]
    return min(likely, key=lambda each: _count_violations(each, document))


@lru_cache(maxsize=1024)
def list_likely_contracts(contract: Contract, names: tuple[str, ...]) -> tuple[Contract, ...]:
    """The contracts of whose messages an object has most names, the given one first.

    Case does not count. It is the given one alone where it has all of the names, and of several the
    one for which no mandatory name is missing.
    """
    if has_its_names(contract, names):
        return (contract,)
    contracts = [contract, *load_other_contracts(contract)]
    scores = [recognise_names(each, names)[1] for each in contracts]
    best = max(scores)
    if not best[0]:
        return (contract,)
    likely = tuple(each for each, score in zip(contracts, scores, strict=True) if score == best)
    complete = tuple(each for each in likely if has_its_names(each, names))
    return complete if len(complete) == 1 else likely


def _list_related(contract: Contract, document: dict[str, object]) -> tuple[Contract, ...]:
    """The contracts with a name of an object that do not say themselves that it is another's."""
    return tuple(
        each
        for each in (contract, *load_other_contracts(contract))
        if recognise_names(each, tuple(document))[1][0] and not find_lookalike(each, document)
    )


def _count_violations(contract: Contract, document: dict[str, object]) -> float:
    """How many rules a payload breaks of the message that it is; without end if it is none."""
    from contractkit.validation.violations import find_violations

    message, _ = recognise_names(contract, tuple(document))
    if message is None:
        return float("inf")
    found = find_violations(contract, message, document)
    return sum(violation.level == "normative" for violation in found)
