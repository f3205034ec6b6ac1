"""What only several exchanges show: an id that is used twice, equal meanings judged differently."""

from collections.abc import Iterator

from contractkit.contracts.loading import Contract
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.oracles import describe_answer
from contractkit.fuzz.records import Exchange, Expectation, Problem

MOST_BYTES, ROUGHLY = 1 << 25, 1 << 12  # what is not in the bodies takes about so much
MOST_IDS, MOST_GROUPS = 1000, 1000
Told = tuple[Problem, tuple[Exchange, ...]]


class Ledger:
    """Remembers the exchanges of one run, as far as later ones are compared with them."""

    def __init__(self, contract: Contract) -> None:
        """Start with nothing remembered."""
        self._contract = contract
        self._ids: dict[str, int] = {}
        self._firsts: dict[int, Exchange] = {}
        self._bytes = 0
        self._groups: dict[str, tuple[bool, Exchange]] = {}

    def note(self, exchange: Exchange) -> Iterator[Told]:
        """What is wrong with an exchange beside earlier ones, each with those that show it."""
        if exchange.probe.expect is Expectation.ANYTHING:
            return
        reading = read_answer(self._contract, exchange.answer)
        for one in dict.fromkeys(reading.ids[:MOST_IDS]):
            number = self._ids.setdefault(one, exchange.number)
            if number != exchange.number:
                seen = f"the id {one!r} was given before, in the answer to request {number}"
                others = (self._firsts[number],) if number in self._firsts else ()
                yield Problem("repeated-id", seen, "an id of its own for each answer"), others
                break
        else:
            self._keep(exchange)
        if exchange.probe.group and reading.accepts is not None:
            yield from self._compare(exchange, reading.accepts)

    def is_known(self, exchange: Exchange) -> bool:
        """Whether an answer carries an id that was given before."""
        return any(one in self._ids for one in read_answer(self._contract, exchange.answer).ids)

    def _keep(self, exchange: Exchange) -> None:
        """Remember an exchange whole, to show it beside a later one, while there is room."""
        self._bytes += ROUGHLY + len(exchange.probe.body) + len(exchange.answer.body)
        if self._bytes <= MOST_BYTES:
            self._firsts[exchange.number] = exchange

    def _compare(self, exchange: Exchange, accepts: bool) -> Iterator[Told]:
        before, first = self._groups.setdefault(exchange.probe.group, (accepts, exchange))
        if len(self._groups) > MOST_GROUPS:
            del self._groups[next(iter(self._groups))]
        if before is not accepts:
            seen = (
                f"written with {exchange.probe.way} the same request was "
                f"{'accepted' if accepts else 'refused'}: {describe_answer(exchange.answer)}"
            )
            expected = f"the verdict that it got before: {'accepted' if before else 'refused'}"
            yield Problem("judged-differently", seen, expected, None, exchange.probe.way), (first,)
