"""Answers that a person orders for the next requests."""

from collections.abc import Mapping
from typing import Any, TypeVar

from contractkit.contracts.codes import Code
from contractkit.emulator.answers import list_answer_codes
from contractkit.emulator.page.inbox import Inbox
from contractkit.emulator.queued_answers import QueuedAnswer
from contractkit.errors import ContractkitError

MOST_TIMES, MOST_LISTED = 1000, 20
CODE = "code:"
Number = TypeVar("Number", int, float)


def read_order(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The answers that a form orders, as the control interface takes them. ContractkitError."""
    chosen = form.get("answer", "")
    answer: dict[str, Any] = {"delay": _read_number(form, "delay", float)}
    if chosen.startswith(CODE):
        answer["code"] = chosen.removeprefix(CODE)
    elif chosen == "status":
        answer |= {"status": _read_number(form, "status", int, "503"), "body": form.get("body", "")}
    elif chosen == "drop":
        answer["drop"] = True
    elif chosen != "usual":
        raise ContractkitError("choose an answer: a code, an HTTP status, a drop or a delay")
    times = _read_number(form, "times", int, "1")
    if not 1 <= times <= MOST_TIMES:
        raise ContractkitError(f"an answer is for 1 to {MOST_TIMES} requests")
    return [answer] * times


def _read_number(
    form: Mapping[str, str], name: str, kind: type[Number], otherwise: str = "0"
) -> Number:
    try:
        return kind(form.get(name, "").strip() or otherwise)
    except ValueError:
        article = "a whole number" if kind is int else "a number"
        raise ContractkitError(f"“{name}” takes {article}") from None


def list_codes_to_order(inbox: Inbox) -> list[tuple[str, list[Code]]]:
    """The codes that the answers of each contract have."""
    return [
        (name, list(list_answer_codes(each.contract).values()))
        for name, each in inbox.emulated.items()
    ]


def describe_waiting(inbox: Inbox) -> tuple[list[str], int]:
    """The first of the answers to come, in words, and how many there are in all."""
    waiting = inbox.queue.waiting
    return [describe_answer(answer) for answer in waiting[:MOST_LISTED]], len(waiting)


def describe_answer(answer: QueuedAnswer) -> str:
    """A queued answer in words."""
    if answer.drop:
        words = "a dropped connection"
    elif answer.code:
        words = f"code {answer.code}"
    elif answer.reply:
        words = f"HTTP {answer.reply.status}"
    else:
        words = "the usual answer"
    return f"{words}, after {answer.delay:g} s" if answer.delay else words
