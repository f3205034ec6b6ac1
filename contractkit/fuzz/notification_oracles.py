"""The checks of notifications: of those that came, and for those that did not come."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import inf

from contractkit.contracts.codes import find_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_repeated_values
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import answer_message, read_answer, read_value, request_message
from contractkit.fuzz.listener import Listener, Notification, await_notifications
from contractkit.fuzz.oracles import find_broken, may_come_late
from contractkit.fuzz.records import Exchange, Expectation, Problem
from contractkit.pointers import resolve
from contractkit.validation.check import check_text

FEW = 3


def judge_notifications(
    contract: Contract,
    listener: Listener,
    sent: Sequence[tuple[float, Exchange]],
    wait: float,
    most: float = inf,
) -> Iterator[tuple[Problem, Exchange]]:
    """Wait for the notifications of requests, and say what is wrong with them.

    Each exchange stands beside the moment of its answer, by the monotonic clock. `wait`: how many
    seconds a notification may take; `most`: how many all of the waiting may.
    """
    exchanges = [exchange for _, exchange in sent]
    expected = NotificationJudge(contract, exchanges).list_expected()
    waited = await_notifications(listener, expected, wait, most)
    now = time.monotonic()
    old = {exchange.probe.token for answered, exchange in sent if answered + wait < now}
    due = set[str]() if listener.full else None if waited else old
    yield from NotificationJudge(contract, exchanges, due).judge(listener.list_notifications())


class NotificationJudge:
    """Judges the notifications of one run by its exchanges."""

    def __init__(
        self, contract: Contract, exchanges: Iterable[Exchange], due: Collection[str] | None = None
    ) -> None:
        """Take the exchanges whose probes have a token.

        `due` are the tokens that must have come by now; None for all.
        """
        self._contract, self._due = contract, due
        self._callback = contract.data["callback"]
        self._exchanges = {sent.probe.token: sent for sent in exchanges if sent.probe.token}

    def list_expected(self) -> set[str]:
        """The tokens of the requests that were accepted, so that a notification must come."""
        return {token for token, sent in self._exchanges.items() if self._accepts(sent) is True}

    def judge(self, notifications: list[Notification]) -> Iterator[tuple[Problem, Exchange]]:
        """Everything that is wrong, each with the exchange that it belongs to."""
        by_token: dict[str, list[Notification]] = {token: [] for token in self._exchanges}
        for notification in notifications:
            by_token.setdefault(notification.token, []).append(notification)
        for token, exchange in self._exchanges.items():
            for problem in self._judge_exchange(exchange, by_token[token]):
                yield problem, exchange
        yield from self._judge_order(by_token)

    def _is_due(self, exchange: Exchange) -> bool:
        return self._due is None or exchange.probe.token in self._due

    def _accepts(self, exchange: Exchange) -> bool | None:
        return read_answer(self._contract, exchange.answer).accepts

    def _judge_exchange(self, exchange: Exchange, came: list[Notification]) -> Iterator[Problem]:
        accepts = self._accepts(exchange)
        if accepts is False and came:
            seen = "a notification came for a request that was refused"
            notified = came[0].body
            expected = "no notification"
            yield Problem("notification-for-refused", seen, expected, notified=notified)
        elif accepts and exchange.probe.expect is not Expectation.REFUSE:
            yield from self._judge_accepted(exchange, came)
        elif accepts and may_come_late(self._contract, exchange):
            yield from self._judge_late(exchange, came)

    def _judge_accepted(self, exchange: Exchange, came: list[Notification]) -> Iterator[Problem]:
        if not came and self._is_due(exchange):
            seen = "the request was accepted, and no notification of it came"
            yield Problem("notification-missing", seen, "at least one notification")
        for notification in came:
            problem = self._judge_form(notification)
            if problem:
                yield problem
            else:
                yield from self._judge_repeats(exchange, notification)

    def _judge_late(self, exchange: Exchange, came: list[Notification]) -> Iterator[Problem]:
        """Whether a notification of failure followed what was to be refused."""
        failed = self._callback.get("failed", ())
        refused = any(self._read_status(notification) in failed for notification in came)
        if not refused and self._is_due(exchange):
            rule = find_broken(self._contract, exchange.probe.rules)
            seen = f"a request that breaks {rule.id} ({rule.title}) was accepted for good"
            expected = f"a refusal, at once or by a notification of failure. {rule.citation}"
            yield Problem("invalid-accepted", seen, expected, rule.id)

    def _judge_form(self, notification: Notification) -> Problem | None:
        message = self._callback["message"]
        for finding in check_text(notification.body, message, contract=self._contract):
            if finding.verdict is Verdict.INVALID:
                rule = finding.rule
                where = f" at {finding.pointer}" if finding.pointer else ""
                seen = f"the notification breaks {rule}{where}: {finding.message}"
                expected = f"{load_rules(self._contract)[rule].title}. {finding.source}"
                return Problem("notification-form", seen, expected, rule, rule, notification.body)
        return None

    def _judge_repeats(self, exchange: Exchange, notification: Notification) -> Iterator[Problem]:
        """Whether a notification repeats what the request and the answer had."""
        value = read_value(notification.body)
        case = exchange.probe.case
        messages = {
            request_message(self._contract): case.payload if case else None,
            answer_message(self._contract): read_value(exchange.answer.body),
        }
        for repeat in list_repeated_values(self._contract):
            got, wanted = resolve(value, repeat.place), repeat.list_values(messages)
            if got not in wanted:
                seen = f"the notification has {got!r:.80} at {repeat.place}"
                whose = f"{repeat.source} of the {repeat.message}"
                yield Problem(
                    "notification-mismatch",
                    seen,
                    f"{wanted[0]!r:.80}, the same as {whose}",
                    aspect=repeat.place,
                    notified=notification.body,
                )

    def _judge_order(
        self, by_token: dict[str, list[Notification]]
    ) -> Iterator[tuple[Problem, Exchange]]:
        """An order that is nearly always wrong; once may be the network's doing."""
        wrong, right, first = [], 0, find_first_status(self._contract)
        for token, exchange in self._exchanges.items():
            statuses = [self._read_status(notification) for notification in by_token[token]]
            if not self._needs_first_status(exchange, statuses, first):
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

    def _needs_first_status(
        self, exchange: Exchange, statuses: list[object], first: str | None
    ) -> bool:
        """Whether the first status is to come before these: not where only a refusal came late."""
        notified = exchange.probe.expect is not Expectation.REFUSE or first in statuses
        return first is not None and notified and any(status != first for status in statuses)

    def _read_status(self, notification: Notification) -> object:
        return resolve(read_value(notification.body), self._callback["status"])


def find_first_status(contract: Contract) -> str | None:
    """The status that comes before any other, where the contract knows one."""
    code = contract.data["callback"].get("steering", {}).get("first", "")
    statuses = [found.status for found in find_codes(contract, code) if found.status]
    return statuses[0][0] if statuses else None
