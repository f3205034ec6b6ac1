"""The checks of notifications: of those that came, and for those that did not come."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import inf

from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import MessageForm, list_notification_forms
from contractkit.contracts.notified_statuses import list_asked_statuses
from contractkit.contracts.repeated_values import list_differences
from contractkit.contracts.requests import request_message
from contractkit.contracts.rules import load_rules
from contractkit.findings import Verdict
from contractkit.fuzz.answers import answer_message, describe_difference, read_answer, read_value
from contractkit.fuzz.listener import Listener, Notification, await_notifications
from contractkit.fuzz.notification_forms import choose_form, find_first_status, find_item
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
        self._forms: dict[bytes, MessageForm] = {}
        self._exchanges = {sent.probe.token: sent for sent in exchanges if sent.probe.token}

    def list_expected(self) -> set[str]:
        """The tokens of the requests that were accepted, so that a notification must come."""
        return {
            token
            for token, sent in self._exchanges.items()
            if self._accepts(sent) is True and self._asks_for_first(sent)
        }

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
        if not came and self._is_due(exchange) and self._asks_for_first(exchange):
            seen = "the request was accepted, and no notification of it came"
            yield Problem("notification-missing", seen, "at least one notification")
        for notification in came:
            problem = self._judge_form(notification) or self._judge_status(exchange, notification)
            if problem:
                yield problem
            else:
                yield from self._judge_repeats(exchange, notification)

    def _judge_late(self, exchange: Exchange, came: list[Notification]) -> Iterator[Problem]:
        """Whether a notification of failure followed what was to be refused."""
        asked = self._list_asked(exchange)
        if self._asks_unclearly(exchange) or not (asked is None or self._may_tell_failure(asked)):
            return
        refused = any(self._tells_failure(notification) for notification in came)
        if not refused and self._is_due(exchange):
            rule = find_broken(self._contract, exchange.probe.rules)
            seen = f"a request that breaks {rule.id} ({rule.title}) was accepted for good"
            expected = f"a refusal, at once or by a notification of failure. {rule.citation}"
            yield Problem("invalid-accepted", seen, expected, rule.id)

    def _judge_form(self, notification: Notification) -> Problem | None:
        message = self._choose_form(notification).message
        for finding in check_text(notification.body, message, contract=self._contract):
            if finding.verdict is Verdict.INVALID:
                rule = finding.rule
                where = f" at {finding.pointer}" if finding.pointer else ""
                seen = f"the notification breaks {rule}{where}: {finding.message}"
                expected = f"{load_rules(self._contract)[rule].title}. {finding.source}"
                return Problem("notification-form", seen, expected, rule, rule, notification.body)
        return None

    def _judge_status(self, exchange: Exchange, notification: Notification) -> Problem | None:
        """Whether a notification has a status that the request asks for."""
        asked, status = self._list_asked(exchange), self._read_status(notification)
        form = self._choose_form(notification)
        if asked is None or status in {form.name_status(one) for one in asked}:
            return None
        wanted = " or ".join(sorted(map(repr, map(form.name_status, asked))))
        seen, body = f"{status!r} was notified, which was not asked for", notification.body
        return Problem("notification-unasked", seen, f"only {wanted}", notified=body)

    def _list_asked(self, exchange: Exchange) -> frozenset[str] | None:
        case = exchange.probe.case
        return list_asked_statuses(self._contract, case.payload) if case else None

    def _asks_for_first(self, exchange: Exchange) -> bool:
        """Whether the status is asked for that comes in any case, if there is one."""
        asked = self._list_asked(exchange)
        if self._asks_unclearly(exchange):
            return False
        return asked is None or find_first_status(self._contract) in asked

    def _asks_unclearly(self, exchange: Exchange) -> bool:
        """Whether the names of statuses mean something only in other capitals."""
        case = exchange.probe.case
        loose = list_asked_statuses(self._contract, case.payload, any_case=True) if case else None
        return loose != self._list_asked(exchange)

    def _judge_repeats(self, exchange: Exchange, notification: Notification) -> Iterator[Problem]:
        """Whether a notification repeats what the request and the answer had."""
        value = read_value(notification.body)
        case = exchange.probe.case
        messages = {
            request_message(self._contract): case.payload if case else None,
            answer_message(self._contract): read_value(exchange.answer.body),
        }
        form = self._choose_form(notification)
        path = find_item(self._contract, form, value, messages[request_message(self._contract)])
        repeats = [repeat.narrow(path) for repeat in form.equal] if path else form.equal
        for found in list_differences(repeats, value, messages):
            seen, wanted = describe_difference("notification", found)
            place, body = found.repeat.place, notification.body
            yield Problem("notification-mismatch", seen, wanted, aspect=place, notified=body)

    def _judge_order(
        self, by_token: dict[str, list[Notification]]
    ) -> Iterator[tuple[Problem, Exchange]]:
        """An order that is nearly always wrong; once may be the network's doing."""
        wrong, right, first = [], 0, find_first_status(self._contract)
        for token, exchange in self._exchanges.items() if first else ():
            come = [self._is_first(notification, first) for notification in by_token[token]]
            if not (_needs_first_status(exchange, come) and self._asks_for_first(exchange)):
                continue
            if come[0]:
                right += 1
            else:
                wrong.append((exchange, by_token[token][0], any(come)))
        if len(wrong) >= FEW and len(wrong) > 4 * right:
            exchange, earliest, came_later = wrong[0]
            named = self._choose_form(earliest).name_status(first or "")
            how = "before" if came_later else "without"
            seen = f"{self._read_status(earliest)!r} was notified {how} {named!r}"
            yield Problem("notification-order", seen, f"{named!r} first"), exchange

    def _is_first(self, notification: Notification, first: str | None) -> bool:
        form = self._choose_form(notification)
        early = {form.initial, form.name_status(first or "")} - {None}
        return self._read_status(notification) in list(early)

    def _may_tell_failure(self, asked: frozenset[str]) -> bool:
        """Whether all statuses that mean failure are asked for."""
        form = list_notification_forms(self._contract)[0]
        return set(form.failed) <= {form.name_status(status) for status in asked}

    def _tells_failure(self, notification: Notification) -> bool:
        return self._read_status(notification) in self._choose_form(notification).failed

    def _read_status(self, notification: Notification) -> object:
        status = self._choose_form(notification).status
        return resolve(read_value(notification.body), status) if status else None

    def _choose_form(self, notification: Notification) -> MessageForm:
        """The form by which a notification is judged."""
        body = notification.body
        if body not in self._forms:
            self._forms[body] = choose_form(self._contract, body)
        return self._forms[body]


def _needs_first_status(exchange: Exchange, come: list[bool]) -> bool:
    """Whether the first status is to come before others: not where only a refusal came late.

    `come`: for each notification whether it has the first status.
    """
    notified = exchange.probe.expect is not Expectation.REFUSE or any(come)
    return notified and not all(come)
