"""The answers of an emulator: templates of the contract, filled; every one has an id of its own."""

import json
import random
import threading
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.loading import Contract
from contractkit.emulator.judgement import Refusal
from contractkit.emulator.records import Reply
from contractkit.emulator.templates import fill

OK, UNAUTHORIZED = 200, 401


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

    def __init__(self, contract: Contract, seed: str, refusal_status: int) -> None:
        """Read the codes; `refusal_status` is the HTTP status of refusals.

        Where refusals have one of their own, those of credentials have 401.
        """
        self._told = contract.data["answers"]
        self._ids, self._refusal_status = Ids(seed), refusal_status
        self._codes = codes_of(contract, self._told.get("context", ""))

    @property
    def accepted(self) -> str:
        """The code that accepts."""
        return str(self._told["accepted"])

    @property
    def too_large(self) -> Refusal:
        """The refusal of a body that is larger than allowed."""
        return Refusal(self._told.get("tooLarge", self._told["otherwise"]))

    def unauthenticated(self, access: str) -> Refusal:
        """The refusal of credentials that are `wrong` or `missing`."""
        return Refusal(self._told["unauthenticated"][access])

    def knows(self, code: str) -> bool:
        """Whether an answer can carry the code."""
        return code in self._codes

    def accept(self) -> Reply:
        """An acceptance of one entry."""
        return self._make("acceptance", Refusal(self.accepted), OK)

    def refuse(self, refusal: Refusal) -> Reply:
        """A refusal, in the words that the contract has for its code."""
        told = self._told.get("unauthenticated", {}).values()
        own = self._refusal_status != OK and refusal.code in told
        return self._make("refusal", refusal, UNAUTHORIZED if own else self._refusal_status)

    def _make(self, template: str, reason: Refusal, status: int) -> Reply:
        words = self._told.get("descriptions", {}).get(reason.code) if reason.name else None
        known = self._codes.get(reason.code)
        usual = known.description if known else reason.code
        values = {
            "code": reason.code,
            "id": self._ids.take(),
            "description": fill(words or usual, {"name": reason.name}),
        }
        return reply(status, fill(self._told["templates"][template], values))


@lru_cache(maxsize=16)
def codes_of(contract: Contract, context: str) -> Mapping[str, Code]:
    """The codes that one kind of message can carry."""
    return {one.code: one for one in load_codes(contract) if one.context == context}


def reply(status: int, value: Any, *headers: tuple[str, str]) -> Reply:
    """A JSON value as an answer."""
    body = json.dumps(value).encode()
    return Reply(status, value, body, (("Content-Type", "application/json"), *headers))
