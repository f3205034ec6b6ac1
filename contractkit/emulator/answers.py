"""The answers of an emulator: the contract's templates, filled; each has an id of its own."""

import random
import threading
import uuid
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from contractkit.contracts.answer_statuses import list_refusal_statuses, read_answer_statuses
from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_answered_values
from contractkit.emulator.batches import is_batch, join_entries
from contractkit.emulator.judgement import Refusal
from contractkit.emulator.log import current_time
from contractkit.emulator.settings import Settings
from contractkit.emulator.templates import fill, put_repeated
from contractkit.emulator.wsgi import Reply, make_reply

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

    def __init__(self, settings: Settings) -> None:
        """Read the codes."""
        self._contract = settings.contract
        self._definitions = settings.contract.data["answers"]
        self._ids, self._refusal_status = Ids(settings.seed), settings.refusal_status
        self._statuses = read_answer_statuses(settings.contract)
        self._codes = list_answer_codes(settings.contract)

    @property
    def accepted(self) -> str | None:
        """The code that accepts; None where an acceptance has no code."""
        code: str | None = self._definitions.get("accepted")
        return code

    @property
    def codes(self) -> Collection[str]:
        """The codes that an answer can carry."""
        return self._codes

    @property
    def too_large(self) -> Refusal:
        """The refusal of a body that is larger than allowed."""
        return Refusal(self._definitions.get("tooLarge", self._definitions["otherwise"]))

    def unauthenticated(self, access: str) -> Refusal:
        """The refusal of credentials that are `wrong` or `missing`."""
        code = self._definitions.get("unauthenticated", {}).get(access)
        return Refusal(code or self._definitions["otherwise"], unauthenticated=True)

    def accept(self, payload: Any) -> Reply:
        """The acceptance of a request: of one entry, or of one for each payload of a batch."""
        status = self._statuses.acceptance[0] if self._statuses else OK
        own_id = self._ids.take()
        if is_batch(self._contract, payload):
            value = join_entries(self._contract, payload, own_id, self._fill_acceptance)
        else:
            value = self._fill_acceptance(own_id)
            messages = {self._contract.messages[0]: payload}
            put_repeated(value, list_answered_values(self._contract), messages)
        return make_reply(status, value)

    def _fill_acceptance(self, own_id: str) -> Any:
        return self._fill("acceptance", Refusal(self.accepted or ""), own_id)

    def refuse(self, refusal: Refusal, status: int | None = None) -> Reply:
        """A refusal, in the words that the contract has for its code; some have no body.

        It has the status that the contract gives it, unless another one is given.
        """
        status = status or self._choose_status(refusal)
        if self._statuses and status in self._statuses.bodiless:
            return Reply(status, None, b"", ())
        return make_reply(status, self._fill("refusal", refusal, self._ids.take()))

    def _choose_status(self, refusal: Refusal) -> int:
        if self._statuses and refusal.unauthenticated:
            return self._statuses.unauthenticated[0]
        if self._statuses:
            return list_refusal_statuses(self._contract, refusal.code)[0]
        codes = self._definitions.get("unauthenticated", {}).values()
        unauthenticated = refusal.unauthenticated or refusal.code in codes
        usual = self._refusal_status or OK
        return UNAUTHORIZED if usual != OK and unauthenticated else usual

    def _fill(self, template: str, reason: Refusal, own_id: str) -> Any:
        own = (
            self._definitions.get("descriptions", {}).get(reason.code) if reason.parameter else None
        )
        known = self._codes.get(reason.code)
        description = own or (known.description if known else reason.code)
        values = {
            "code": reason.code,
            "id": own_id,
            "description": fill(description, {"name": reason.parameter}),
            "time": current_time(),
        }
        return fill(self._definitions["templates"][template], values)


@lru_cache(maxsize=16)
def list_answer_codes(contract: Contract) -> Mapping[str, Code]:
    """The codes that the answers of a contract can carry."""
    return codes_of(contract, contract.data["answers"].get("context", ""))


def codes_of(contract: Contract, context: str) -> Mapping[str, Code]:
    """The codes that one kind of message can carry."""
    return {code.code: code for code in load_codes(contract) if code.context == context}
