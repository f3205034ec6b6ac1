"""The answers that a contract lists by HTTP status: `answers.messages` in contract.json.

An answer accepts or refuses by its status alone. What is listed may be one status (`201`), a range
(`4XX`), or all that is not listed (`default`); the first of these that there is counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract

ACCEPTING, REFUSING = range(200, 400), range(400, 500)
SUCCESSES = range(200, 300)
OK, BAD_REQUEST, UNPROCESSABLE, TOO_MANY = 200, 400, 422, 429
UNAUTHORISED = (401, 403)
# What these refuse is not what a request says: its sender, or that it came too soon.
ABOUT_SENDERS = frozenset({*UNAUTHORISED, 407, TOO_MANY})
# A right request may be answered so too, by what the server has.
NOT_FOUND, GONE = 404, 410
NOT_THERE = frozenset({NOT_FOUND, GONE})
BY_STATE = NOT_THERE | {409, 412, 423}
WITHOUT_BODY = frozenset({204, 205, 304})
DEFAULT = "default"


@dataclass(frozen=True, slots=True, eq=False)
class ListedAnswers:
    """The messages of answers by what is listed; None where the form is not judged.

    `names_something`: whether the path has parameters, so that what it names may not be there.
    """

    messages: Mapping[str, str | None]
    names_something: bool = False

    def lists(self, status: int) -> bool:
        """Whether a status is listed, by itself or with others."""
        return self._find_key(status) is not None

    def is_of_the_rest(self, status: int) -> bool:
        """Whether a status is one of those that are not listed, while others of its kind are."""
        return self._find_key(status) == DEFAULT and self._find_key(self.acceptance) != DEFAULT

    def find_message(self, status: int) -> str | None:
        """The message that an answer with a status is; None where its form is not judged."""
        key = self._find_key(status)
        return self.messages[key] if key and status not in WITHOUT_BODY else None

    def read(self, status: int) -> bool | None:
        """Whether a status accepts or refuses; None where it does neither."""
        if status in SUCCESSES or (status in ACCEPTING and self.lists(status)):
            return True
        return False if status in REFUSING and not self.is_by_state(status) else None

    def is_by_state(self, status: int) -> bool:
        """Whether a status says what the server has, and nothing of the request."""
        if self.names_something and status in NOT_THERE:
            return True
        return status in BY_STATE and self._is_by_itself(status) and status != self.refusal

    def is_right(self, status: int) -> bool:
        """Whether an answer may have a status: a listed one, or any where none of its kind is."""
        kind = self._list_kind(accepts=status not in REFUSING)
        return self.lists(status) or not kind or self.is_by_state(status)

    def tells_otherwise(self, status: int) -> bool:
        """Whether a status says that something is gone, where another one is listed for that."""
        listed = self.lists(GONE) or not self._is_by_itself(NOT_FOUND)
        return status == GONE and self.names_something and not listed

    @property
    def acceptance(self) -> int:
        """The usual status of an acceptance."""
        return _pick(self._list_kind(accepts=True), OK)

    @property
    def refusal(self) -> int:
        """The usual status of the refusal of what breaks a rule."""
        return _pick(self._list_kind(accepts=False), BAD_REQUEST, UNPROCESSABLE)

    @property
    def unauthenticated(self) -> int:
        """The usual status of the refusal of wrong credentials."""
        single = (status for status in UNAUTHORISED if self._is_by_itself(status))
        return next(single, UNAUTHORISED[0])

    def name_right(self, *, accepts: bool, rest: bool = True) -> str:
        """What an acceptance or a refusal may have, in words; `rest`: also what is not listed."""
        keys = self._list_kind(accepts=accepts)
        return f"HTTP {' or '.join(key for key in keys if rest or key != DEFAULT)}"

    def _find_key(self, status: int) -> str | None:
        keys = (str(status), f"{status // 100}XX", DEFAULT)
        return next((key for key in keys if key in self.messages), None)

    def _is_by_itself(self, status: int) -> bool:
        return str(status) in self.messages

    def _list_kind(self, *, accepts: bool) -> list[str]:
        """What is listed of an acceptance, or of the refusal of what breaks a rule."""
        return [key for key in self.messages if key == DEFAULT or _is_of_kind(key, accepts)]


def _is_of_kind(key: str, accepts: bool) -> bool:
    first = int(key.replace("XX", "00"))
    if accepts:
        return first in ACCEPTING
    return first in REFUSING and first not in ABOUT_SENDERS


def _pick(keys: list[str], *usual: int) -> int:
    """The first usual status that is among the listed, by itself or not, else the first listed."""
    single = [int(key) for key in keys if key.isdecimal()]
    for status in usual:
        if status in single:
            return status
    several = [key for key in keys if not key.isdecimal()]
    if usual[0] in ACCEPTING and single:
        return min(single)
    return usual[0] if several or not single else single[0]


@lru_cache(maxsize=256)
def read_listed_answers(contract: Contract) -> ListedAnswers | None:
    """The answers that contract.json lists; None where it tells them apart in another way."""
    listed = contract.data.get("answers", {}).get("messages")
    if listed is None:
        return None
    messages = {key.upper() if key != DEFAULT else key: listed[key] for key in listed}
    return ListedAnswers(messages, "{" in contract.data.get("operation", {}).get("path", ""))


def name_answer(contract: Contract) -> str:
    """The message that answers are, or that acceptances are; an empty text where none is."""
    listed = read_listed_answers(contract)
    if listed:
        return listed.find_message(listed.acceptance) or ""
    return str(contract.data.get("answers", {}).get("message", ""))


def list_answer_messages(contract: Contract) -> tuple[str, ...]:
    """Every message that an answer may be, each once."""
    listed = read_listed_answers(contract)
    found = listed.messages.values() if listed else (name_answer(contract),)
    return tuple(dict.fromkeys(message for message in found if message))


def says_statuses(contract: Contract) -> bool:
    """Whether contract.json says which statuses accept and refuse, one way or the other."""
    return not {"statuses", "messages"}.isdisjoint(contract.data.get("answers", {}))
