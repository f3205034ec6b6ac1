"""The answers of an emulator: the contract's templates, filled; each has an id of its own."""

import random
import re
import threading
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from contractkit.contracts.codes import Code, load_codes
from contractkit.contracts.loading import Contract
from contractkit.emulator.judgement import Refusal
from contractkit.emulator.settings import Settings
from contractkit.emulator.wsgi import Reply, make_reply

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
        self._definitions = settings.contract.data["answers"]
        self._ids, self._refusal_status = Ids(settings.seed), settings.refusal_status
        self._codes = codes_of(settings.contract, self._definitions.get("context", ""))

    @property
    def accepted(self) -> str:
        """The code that accepts."""
        return str(self._definitions["accepted"])

    @property
    def too_large(self) -> Refusal:
        """The refusal of a body that is larger than allowed."""
        return Refusal(self._definitions.get("tooLarge", self._definitions["otherwise"]))

    def unauthenticated(self, access: str) -> Refusal:
        """The refusal of credentials that are `wrong` or `missing`."""
        return Refusal(self._definitions["unauthenticated"][access])

    def accept(self) -> Reply:
        """An acceptance of one entry."""
        return self._make("acceptance", Refusal(self.accepted), OK)

    def refuse(self, refusal: Refusal) -> Reply:
        """A refusal, in the words that the contract has for its code."""
        status = self._refusal_status
        if status != OK and refusal.code in self._definitions.get("unauthenticated", {}).values():
            status = UNAUTHORIZED
        return self._make("refusal", refusal, status)

    def _make(self, template: str, reason: Refusal, status: int) -> Reply:
        own = (
            self._definitions.get("descriptions", {}).get(reason.code) if reason.parameter else None
        )
        known = self._codes.get(reason.code)
        description = own or (known.description if known else reason.code)
        values = {
            "code": reason.code,
            "id": self._ids.take(),
            "description": fill(description, {"name": reason.parameter}),
        }
        return make_reply(status, fill(self._definitions["templates"][template], values))


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
