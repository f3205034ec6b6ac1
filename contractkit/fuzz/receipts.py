"""What is wrong with notifications that came or did not come."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import inf

from contractkit.contracts.codes import find_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_repeated_values
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import answer_message, read_answer, read_value, request_message
from contractkit.fuzz.listening import Listener, Receipt, await_receipts
from contractkit.fuzz.oracles import find_broken, may_come_late
from contractkit.fuzz.records import Exchange, Expectation, Problem
from contractkit.pointers import resolve
from contractkit.validation.check import check_text

FEW = 3


def judge_receipts(
    contract: Contract,
    listener: Listener,
    sent: Sequence[tuple[float, Exchange]],
    wait: float,
    most: float = inf,
) -> Iterator[tuple[Problem, Exchange]]:
    """Wait for the notifications of requests, and tell what is wrong with them.

    Each exchange stands beside the moment of its answer, by the monotonic clock. `wait`: how many
    seconds a notification may take; `most`: how many all of the waiting may.
    """
    exchanges = [one for _, one in sent]
    expected = Judge(contract, exchanges).list_expected()
    waited = await_receipts(listener, expected, wait, most)
    old = {one.probe.token for at, one in sent if at + wait < time.monotonic()}
    due = set[str]() if listener.full else None if waited else old
    yield from Judge(contract, exchanges, due).judge(listener.list_receipts())


class Judge:
    """Judges the notifications of one run by its exchanges."""

    def __init__(
        self, contract: Contract, exchanges: Iterable[Exchange], due: Collection[str] | None = None
    ) -> None:
        """Take the exchanges whose probes have a token.

        `due` are the tokens that must have come by now; None for all.
        """
        self._contract, self._due = contract, due
        self._says = contract.data["callback"]
        self._exchanges = {one.probe.token: one for one in exchanges if one.probe.token}

    def list_expected(self) -> set[str]:
        """The tokens of the requests that were accepted, so that a notification must come."""
        return {token for token, one in self._exchanges.items() if self._accepted(one)}

    def judge(self, receipts: list[Receipt]) -> Iterator[tuple[Problem, Exchange]]:
        """Everything that is wrong, each with the exchange that it belongs to."""
        by_token: dict[str, list[Receipt]] = {token: [] for token in self._exchanges}
        for receipt in receipts:
            by_token.setdefault(receipt.token, []).append(receipt)
        for token, exchange in self._exchanges.items():
            yield from (
                (problem, exchange) for problem in self._judge_one(exchange, by_token[token])
            )
        yield from self._judge_order(by_token)

    def _is_due(self, exchange: Exchange) -> bool:
        return self._due is None or exchange.probe.token in self._due

    def _accepted(self, exchange: Exchange) -> bool:
        return read_answer(self._contract, exchange.answer).accepts is True

    def _judge_one(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Problem]:
        if not self._accepted(exchange):
            if came and read_answer(self._contract, exchange.answer).accepts is False:
                seen = "a request that was refused was notified all the same"
                notified = came[0].body
                yield Problem(
                    "notification-for-refused", seen, "no notification", None, "", notified
                )
        elif exchange.probe.expect is not Expectation.REFUSE:
            yield from self._judge_accepted(exchange, came)
        elif may_come_late(self._contract, exchange):
            yield from self._judge_late(exchange, came)

    def _judge_accepted(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Problem]:
        if not came and self._is_due(exchange):
            seen = "the request was accepted, and no notification of it came"
            yield Problem("notification-missing", seen, "at least one notification")
        for receipt in came:
            yield from self._judge_receipt(exchange, receipt)

    def _judge_late(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Problem]:
        """Whether a notification of failure followed what was to be refused."""
        failed = self._says.get("failed", ())
        told = any(self._status(receipt) in failed for receipt in came)
        if not told and self._is_due(exchange):
            rule = find_broken(self._contract, exchange.probe.rules)
            seen = f"a request that breaks {rule.id} ({rule.title}) was accepted for good"
            wanted = f"a refusal, at once or by a notification of failure. {rule.citation}"
            yield Problem("invalid-accepted", seen, wanted, rule.id)

    def _judge_receipt(self, exchange: Exchange, receipt: Receipt) -> Iterator[Problem]:
        message = self._says["message"]
        found = check_text(receipt.body, message, contract=self._contract)
        for one in found:
            if one.verdict is Verdict.INVALID:
                where = f" at {one.pointer}" if one.pointer else ""
                seen = f"the notification breaks {one.rule}{where}: {one.message}"
                expected = f"{load_rules(self._contract)[one.rule].title}. {one.source}"
                yield Problem("notification-form", seen, expected, one.rule, one.rule, receipt.body)
                return
        value = read_value(receipt.body)
        case = exchange.probe.case
        told = {
            request_message(self._contract): case.payload if case else None,
            answer_message(self._contract): read_value(exchange.answer.body),
        }
        for repeat in list_repeated_values(self._contract):
            got, wanted = resolve(value, repeat.place), repeat.list_values(told)
            if got not in wanted:
                seen = f"the notification has {got!r:.80} at {repeat.place}"
                whose = f"{repeat.source} of the {repeat.message}"
                words = f"{wanted[0]!r:.80}, the same as {whose}"
                yield Problem(
                    "notification-mismatch", seen, words, None, repeat.place, receipt.body
                )

    def _judge_order(
        self, by_token: dict[str, list[Receipt]]
    ) -> Iterator[tuple[Problem, Exchange]]:
        """An order that is nearly always wrong; once may be the network's doing."""
        wrong, right, first = [], 0, find_first_status(self._contract)
        for token, exchange in self._exchanges.items():
            statuses = [self._status(one) for one in by_token[token]]
            if not self._is_told_first(exchange, statuses, first):
                continue
            if statuses[0] == first:
                right += 1
            else:
                wrong.append((exchange, statuses))
        if len(wrong) >= FEW and len(wrong) > 4 * right:
            exchange, statuses = wrong[0]
            how = "before" if first in statuses else "without"
            seen = f"{statuses[0]!r} was notified {how} {first!r}"
            yield Problem("notification-order", seen, f"{first!r} first"), exchange

    def _is_told_first(self, exchange: Exchange, statuses: list[object], first: str | None) -> bool:
        """Whether the first status is to come before these: not where only a refusal came late."""
        told = exchange.probe.expect is not Expectation.REFUSE or first in statuses
        return first is not None and told and any(one != first for one in statuses)

    def _status(self, receipt: Receipt) -> object:
        return resolve(read_value(receipt.body), self._says["status"])


def find_first_status(contract: Contract) -> str | None:
    """The status that comes before any other, where the contract knows one."""
    code = contract.data["callback"].get("steering", {}).get("first", "")
    statuses = [one.status for one in find_codes(contract, code) if one.status]
    return statuses[0][0] if statuses else None
