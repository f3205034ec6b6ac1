"""The answers of an emulator: the contract's templates, filled; each has an id of its own."""

import random
import re
import threading
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from contractkit.contracts.answer_statuses import read_answer_statuses
from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import RepeatedValue, list_answered_values
from contractkit.emulator.judgement import Refusal
from contractkit.emulator.log import current_time
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import Reply, make_reply
from contractkit.pointers import parent_of, select_values, to_tokens

OK, UNAUTHORIZED = 200, 401
_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


class Ids:
    """UUIDs, always the same for the same seed."""

    def __init__(self, seed: str) -> None:
        """Seed them with any text."""
        self._random, self._lock = random.Random(seed), threading.Lock()  # noqa: S311  no secrets

    def take(self) -> str:
        """The next id."""
        with self._lock:
            bits = self._random.getrandbits(128)
        return str(uuid.UUID(int=bits, version=4))


class Answers:
    """Makes the answers to requests."""

    def __init__(self, settings: Settings) -> None:
        """Read the codes."""
        self._contract = settings.contract
        self._definitions = settings.contract.data["answers"]
        self._ids, self._refusal_status = Ids(settings.seed), settings.refusal_status
        self._statuses = read_answer_statuses(settings.contract)
        self._codes = codes_of(settings.contract, self._definitions.get("context", ""))

    @property
    def accepted(self) -> str | None:
        """The code that accepts; None where an acceptance has no code."""
        code: str | None = self._definitions.get("accepted")
        return code

    @property
    def too_large(self) -> Refusal:
        """The refusal of a body that is larger than allowed."""
        return Refusal(self._definitions.get("tooLarge", self._definitions["otherwise"]))

    def unauthenticated(self, access: str) -> Refusal:
        """The refusal of credentials that are `wrong` or `missing`."""
        code = self._definitions.get("unauthenticated", {}).get(access)
        return Refusal(code or self._definitions["otherwise"], unauthenticated=True)

    def accept(self, payload: Any) -> Reply:
        """An acceptance of one entry, of the request with a payload."""
        status = self._statuses.acceptance[0] if self._statuses else OK
        value = self._fill("acceptance", Refusal(self.accepted or ""))
        messages = {self._contract.messages[0]: payload}
        put_repeated(value, list_answered_values(self._contract), messages)
        return make_reply(status, value)

    def refuse(self, refusal: Refusal, status: int | None = None) -> Reply:
        """A refusal, in the words that the contract has for its code; some have no body.

        It has the status that the contract gives it, unless another one is given.
        """
        status = status or self._choose_status(refusal)
        if self._statuses and status in self._statuses.bodiless:
            return Reply(status, None, b"", ())
        return make_reply(status, self._fill("refusal", refusal))

    def _choose_status(self, refusal: Refusal) -> int:
        codes = self._definitions.get("unauthenticated", {}).values()
        unauthenticated = refusal.unauthenticated or refusal.code in codes
        if self._statuses:
            named = self._statuses.unauthenticated if unauthenticated else self._statuses.refusal
            return named[0]
        usual = self._refusal_status or OK
        return UNAUTHORIZED if usual != OK and unauthenticated else usual

    def _fill(self, template: str, reason: Refusal) -> Any:
        own = (
            self._definitions.get("descriptions", {}).get(reason.code) if reason.parameter else None
        )
        known = self._codes.get(reason.code)
        description = own or (known.description if known else reason.code)
        values = {
            "code": reason.code,
            "id": self._ids.take(),
            "description": fill(description, {"name": reason.parameter}),
            "time": current_time(),
        }
        return fill(self._definitions["templates"][template], values)


@lru_cache(maxsize=16)
def codes_of(contract: Contract, context: str) -> Mapping[str, Code]:
    """The codes that one kind of message can carry."""
    return {code.code: code for code in load_codes(contract) if code.context == context}


def fill(template: Any, values: Mapping[str, str]) -> Any:
    """A copy of a JSON value with each `{{name}}` in its strings replaced by a value.

    KeyError for a name without a value.
    """
    if isinstance(template, str):
        return _SLOT.sub(lambda slot: values[slot[1]], template)
    if isinstance(template, dict):
        return {name: fill(inner, values) for name, inner in template.items()}
    if isinstance(template, list):
        return [fill(inner, values) for inner in template]
    return template


def put_repeated(
    value: Any, repeats: Iterable[RepeatedValue], messages: Mapping[str, object]
) -> None:
    """Put what a message has to repeat into it; where that is open, it stays as it is."""
    for repeat in repeats:
        found = repeat.list_values(messages)
        if found:
            _put(value, repeat.place, found[0])


def _put(value: Any, pointer: str, new: object) -> None:
    """Set a member, or an item that exists, at a pointer; nothing where its container is not."""
    token = to_tokens(pointer)[-1]
    for _, found in select_values(value, parent_of(pointer)):
        container: Any = found
        container[int(token) if isinstance(container, list) else token] = new
