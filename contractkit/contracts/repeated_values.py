"""What a notification says again: values of the request that it is about, or of the answer to it.

contract.json lists them in `callback.equal`, as pairs of pointers by the names of the messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.pointers import select_values

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Repeat:
    """At `place`, the notification has a value that a message has at the pattern `source`.

    `absent` stands for what the message lacks.
    """

    place: str
    message: str
    source: str
    absent: str | None

    def list_values(self, messages: Mapping[str, object]) -> list[object]:
        """The values that may stand at the place, given the messages by their names."""
        found = [value for _, value in select_values(messages.get(self.message), self.source)]
        return found or [self.absent]


@lru_cache(maxsize=16)
def list_repeats(contract: Contract) -> tuple[Repeat, ...]:
    """All that a notification repeats, in the order of contract.json."""
    callback = contract.data.get("callback", {})
    found = []
    for pair in callback.get("equal", ()):
        [message] = set(pair) - {callback["message"], ABSENT}
        place, source = pair[callback["message"]], pair[message]
        found.append(Repeat(place, message, source, pair.get(ABSENT)))
    return tuple(found)
