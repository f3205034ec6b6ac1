"""The listener for notifications, and what is wrong with those that came or did not come."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from contractkit.check import check_text
from contractkit.codes import find_codes
from contractkit.contract import Contract
from contractkit.finding import Verdict
from contractkit.fuzz.answers import read_answer, read_value, request_message
from contractkit.fuzz.oracles import find_broken, may_come_late
from contractkit.fuzz.records import Blame, Exchange, Expectation
from contractkit.pointer import resolve, select
from contractkit.rules import load_rules

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

QUIET, POLL = 0.35, 0.02
MOST_BYTES, MOST_RECEIPTS = 1 << 16, 10_000
FEW, LONGEST = 3, 10


@dataclass(frozen=True, slots=True)
class Receipt:
    """One notification that came: the token of its URL, its headers' type, its body, when."""

    token: str
    body: bytes
    seconds: float


@dataclass(slots=True)
class Listener:
    """Receives notifications on loopback; a context manager once `open_listener` made it."""

    url: str = ""
    _receipts: list[Receipt] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def make_url(self, token: str) -> str:
        """The callback URL for a token."""
        return f"{self.url}/{token}"

    def receive(self, environ: dict[str, Any], start_response: "StartResponse") -> list[bytes]:
        """The WSGI application: takes whatever is posted, and says 200."""
        from contractkit.bodies import read_at_most

        body = read_at_most(environ["wsgi.input"], MOST_BYTES) or b""
        token = environ.get("PATH_INFO", "").lstrip("/")
        with self._lock:
            if len(self._receipts) < MOST_RECEIPTS:
                self._receipts.append(Receipt(token, body, time.monotonic()))
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]

    def list_receipts(self) -> list[Receipt]:
        """What has come so far, in order."""
        with self._lock:
            return list(self._receipts)


def await_receipts(listener: Listener, expected: set[str], seconds: float) -> None:
    """Wait until each expected token has come and nothing more does.

    What is missing is waited for while others still come, and then so many seconds more.
    """
    started = time.monotonic()
    while True:
        receipts = listener.list_receipts()
        missing = expected - {one.token for one in receipts}
        last = max((one.seconds for one in receipts), default=started)
        patience = seconds if missing else min(QUIET, seconds)
        if time.monotonic() - max(last, started) > patience:
            return
        if time.monotonic() - started > seconds * LONGEST:
            return
        time.sleep(POLL)


class Judge:
    """Judges the notifications of one run by its exchanges."""

    def __init__(self, contract: Contract, exchanges: Iterable[Exchange]) -> None:
        """Take the exchanges whose probes have a token."""
        self._contract = contract
        self._says = contract.data["callback"]
        self._exchanges = {one.probe.token: one for one in exchanges if one.probe.token}

    def list_expected(self) -> set[str]:
        """The tokens of the requests that were accepted, so that a notification must come."""
        return {token for token, one in self._exchanges.items() if self._accepted(one)}

    def judge(self, receipts: list[Receipt]) -> Iterator[tuple[Blame, Exchange]]:
        """Everything that is wrong, each with the exchange that it belongs to."""
        by_token: dict[str, list[Receipt]] = {token: [] for token in self._exchanges}
        for receipt in receipts:
            by_token.setdefault(receipt.token, []).append(receipt)
        for token, exchange in self._exchanges.items():
            yield from ((blame, exchange) for blame in self._judge_one(exchange, by_token[token]))
        yield from self._judge_order(by_token)

    def _accepted(self, exchange: Exchange) -> bool:
        return read_answer(self._contract, exchange.answer).accepts is True

    def _judge_one(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Blame]:
        if not self._accepted(exchange):
            if came and read_answer(self._contract, exchange.answer).accepts is False:
                seen = "a request that was refused was notified all the same"
                notified = came[0].body
                yield Blame("notification-for-refused", seen, "no notification", None, "", notified)
        elif exchange.probe.expect is not Expectation.REFUSE:
            yield from self._judge_accepted(exchange, came)
        elif may_come_late(self._contract, exchange):
            yield from self._judge_late(exchange, came)

    def _judge_accepted(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Blame]:
        if not came:
            seen = "the request was accepted, and no notification of it came"
            yield Blame("notification-missing", seen, "at least one notification")
        for receipt in came:
            yield from self._judge_receipt(exchange, receipt)

    def _judge_late(self, exchange: Exchange, came: list[Receipt]) -> Iterator[Blame]:
        """Whether a notification of failure followed what was to be refused."""
        failed = self._says.get("failed", ())
        if not any(self._status(receipt) in failed for receipt in came):
            rule = find_broken(self._contract, exchange.probe.rules)
            seen = f"a request that breaks {rule.id} ({rule.title}) was accepted for good"
            wanted = f"a refusal, at once or by a notification of failure. {rule.citation}"
            yield Blame("invalid-accepted", seen, wanted, rule.id)

    def _judge_receipt(self, exchange: Exchange, receipt: Receipt) -> Iterator[Blame]:
        message = self._says["message"]
        found = check_text(receipt.body, message, contract=self._contract)
        for one in found:
            if one.verdict is Verdict.INVALID:
                where = f" at {one.pointer}" if one.pointer else ""
                seen = f"the notification breaks {one.rule}{where}: {one.message}"
                expected = f"{load_rules(self._contract)[one.rule].title}. {one.source}"
                yield Blame("notification-form", seen, expected, one.rule, one.rule, receipt.body)
                return
        value = read_value(receipt.body)
        for pair in self._says.get("equal", ()):
            for blame in self._compare(exchange, value, pair):
                yield replace(blame, notified=receipt.body)

    def _compare(self, exchange: Exchange, value: object, pair: dict[str, str]) -> Iterator[Blame]:
        place = pair["notification"]
        if "request" in pair:
            case = exchange.probe.case
            payload = case.payload if case else None
            wanted = [resolve(payload, pair["request"], pair.get("absent"))]
            whose = f"{pair['request']} of the {request_message(self._contract)}"
        else:
            answer = read_value(exchange.answer.body)
            wanted = [at for _, at in select(answer, pair["response"])]
            whose = f"{pair['response']} of the answer"
        got = resolve(value, place)
        if got not in wanted:
            seen = f"the notification has {got!r:.80} at {place}"
            expected = f"{wanted[0]!r:.80}, the same as {whose}" if wanted else f"as {whose}"
            yield Blame("notification-mismatch", seen, expected, None, place)

    def _judge_order(self, by_token: dict[str, list[Receipt]]) -> Iterator[tuple[Blame, Exchange]]:
        """Blame an order that is nearly always wrong; once may be the network's doing."""
        wrong, right, first = [], 0, find_first_status(self._contract)
        for token, came in by_token.items():
            statuses = [self._status(one) for one in came]
            others = any(one != first for one in statuses)
            if token in self._exchanges and first in statuses and others:
                if statuses[0] == first:
                    right += 1
                else:
                    wrong.append((self._exchanges[token], statuses[0]))
        if len(wrong) >= FEW and len(wrong) > 4 * right:
            exchange, status = wrong[0]
            seen = f"{status!r} was notified before {first!r}"
            yield Blame("notification-order", seen, f"{first!r} first"), exchange

    def _status(self, receipt: Receipt) -> object:
        return resolve(read_value(receipt.body), self._says["status"])


def find_first_status(contract: Contract) -> str | None:
    """The status that comes before any other, where the contract knows one."""
    code = contract.data["callback"].get("steering", {}).get("first", "")
    statuses = [one.status for one in find_codes(contract, code) if one.status]
    return statuses[0][0] if statuses else None
