"""The answers of an emulator: the contract's templates, filled; each has an id of its own.

Where there is no template, the answer is the plainest of its message. Where the contract lists no
answer at all that could refuse a request, or one that nothing can be, it is a problem as in
RFC 9457.
"""

import random
import threading
import uuid
from collections.abc import Collection, Mapping
from copy import deepcopy
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from contractkit.contracts.answer_statuses import list_refusal_statuses, read_answer_statuses
from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.listed_answers import name_answer, read_listed_answers
from contractkit.contracts.loading import Contract
from contractkit.contracts.repeated_values import list_answered_values
from contractkit.contracts.requests import request_message
from contractkit.emulator.batches import is_batch, join_entries
from contractkit.emulator.judgement import Refusal
from contractkit.emulator.log import current_time
from contractkit.emulator.settings import Settings
from contractkit.emulator.templates import fill, put_repeated
from contractkit.emulator.wsgi import Reply, make_empty_reply, make_problem, make_reply
from contractkit.payloads.plain_answers import can_be_answered, make_plain_answer

OK, UNAUTHORIZED = 200, 401
ACCEPTANCE, REFUSAL = "acceptance", "refusal"


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
        self._listed = read_listed_answers(settings.contract)
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
    def otherwise(self) -> str:
        """The code of a refusal that has no other; an empty text where refusals have none."""
        return str(self._definitions.get("otherwise", ""))

    @property
    def too_large(self) -> Refusal:
        """The refusal of a body that is larger than allowed."""
        return Refusal(self._definitions.get("tooLarge", self.otherwise))

    def unauthenticated(self, access: str) -> Refusal:
        """The refusal of credentials that are `wrong` or `missing`."""
        code = self._definitions.get("unauthenticated", {}).get(access)
        return Refusal(code or self.otherwise, unauthenticated=True)

    def accept(self, payload: Any) -> Reply:
        """The acceptance of a request: of one entry, or of one for each payload of a batch."""
        status = self._statuses.acceptance[0] if self._statuses else OK
        if self._listed:
            status = self._listed.acceptance
            if ACCEPTANCE not in self._templates or self._listed.find_message(status) is None:
                return self._reply_plainly(status)
        own_id = self._ids.take()
        if is_batch(self._contract, payload):
            value = join_entries(self._contract, payload, own_id, self._fill_acceptance)
        else:
            value = self._fill_acceptance(own_id)
            messages = {request_message(self._contract): payload}
            put_repeated(value, list_answered_values(self._contract), messages)
        return make_reply(status, value)

    def _fill_acceptance(self, own_id: str) -> Any:
        return self._fill(ACCEPTANCE, Refusal(self.accepted or ""), own_id)

    def refuse(self, refusal: Refusal, status: int | None = None) -> Reply:
        """A refusal, in the words that the contract has for its code; some have no body.

        It has the status that the contract gives it, unless another one is given.
        """
        status = status or self._choose_status(refusal)
        if self._statuses and status in self._statuses.bodiless:
            return make_empty_reply(status)
        if self._listed and not self._listed.lists(status):
            return make_problem(status, HTTPStatus(status).phrase)
        if self._listed and (
            REFUSAL not in self._templates or self._listed.find_message(status) is None
        ):
            return self._reply_plainly(status)
        return make_reply(status, self._fill(REFUSAL, refusal, self._ids.take()))

    @property
    def _templates(self) -> Mapping[str, Any]:
        templates: Mapping[str, Any] = self._definitions.get("templates", {})
        return templates

    def _reply_plainly(self, status: int) -> Reply:
        """The plainest answer with a status that the contract lists."""
        message = self._listed.find_message(status) if self._listed else None
        if message is None:
            return make_empty_reply(status)
        if not can_be_answered(self._contract, message):
            return make_problem(status, HTTPStatus(status).phrase)
        return make_reply(status, make_plain_answer(self._contract, message))

    def _choose_status(self, refusal: Refusal) -> int:
        if self._listed:
            listed = self._listed
            return listed.unauthenticated if refusal.unauthenticated else listed.refusal
        if self._statuses and refusal.unauthenticated:
            return self._statuses.unauthenticated[0]
        if self._statuses:
            return list_refusal_statuses(self._contract, refusal.code)[0]
        codes = self._definitions.get("unauthenticated", {}).values()
        unauthenticated = refusal.unauthenticated or refusal.code in codes
        usual = self._refusal_status or OK
        return UNAUTHORIZED if usual != OK and unauthenticated else usual

    def _fill(self, template: str, reason: Refusal, own_id: str) -> Any:
        if template not in self._templates:
            plain = make_plain_answer(self._contract, name_answer(self._contract), template)
            return deepcopy(plain)  # into which values are put that are to be repeated
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
        return fill(self._templates[template], values)


@lru_cache(maxsize=16)
def list_answer_codes(contract: Contract) -> Mapping[str, Code]:
    """The codes that the answers of a contract can carry."""
    return codes_of(contract, contract.data["answers"].get("context", ""))


def codes_of(contract: Contract, context: str) -> Mapping[str, Code]:
    """The codes that one kind of message can carry."""
    return {code.code: code for code in load_codes(contract) if code.context == context}
