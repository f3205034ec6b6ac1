"""What only several exchanges show: an id that is used twice, equal meanings judged differently."""

from collections.abc import Iterator

from contractkit.contract import Contract
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.oracles import describe_answer
from contractkit.fuzz.records import Blame, Exchange, Expectation

Told = tuple[Blame, tuple[Exchange, ...]]


class Ledger:
    """Remembers the exchanges of one run, as far as later ones are compared with them."""

    def __init__(self, contract: Contract) -> None:
        """Start with nothing remembered."""
        self._contract = contract
        self._ids: dict[str, Exchange] = {}
        self._groups: dict[str, tuple[bool, Exchange]] = {}

    def note(self, exchange: Exchange) -> Iterator[Told]:
        """What is wrong with an exchange beside earlier ones, each with those that show it."""
        if exchange.probe.expect is Expectation.ANYTHING:
            return
        reading = read_answer(self._contract, exchange.answer)
        for one in dict.fromkeys(reading.ids):
            first = self._ids.setdefault(one, exchange)
            if first is not exchange:
                seen = f"the id {one!r} was given before, in the answer to request {first.number}"
                yield Blame("repeated-id", seen, "an id of its own for each answer"), (first,)
                break
        if exchange.probe.group and reading.accepts is not None:
            yield from self._compare(exchange, reading.accepts)

    def is_known(self, exchange: Exchange) -> bool:
        """Whether an answer carries an id that was given before."""
        return any(one in self._ids for one in read_answer(self._contract, exchange.answer).ids)

    def _compare(self, exchange: Exchange, accepts: bool) -> Iterator[Told]:
        before, first = self._groups.setdefault(exchange.probe.group, (accepts, exchange))
        if before is not accepts:
            seen = (
                f"written with {exchange.probe.way} the same request was "
                f"{'accepted' if accepts else 'refused'}: {describe_answer(exchange.answer)}"
            )
            expected = f"the verdict that it got before: {'accepted' if before else 'refused'}"
            yield Blame("judged-differently", seen, expected, None, exchange.probe.way), (first,)
