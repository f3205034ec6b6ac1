"""The values that a notification repeats, of the request that it is about or of the answer to it.

contract.json lists them in `callback.equal`, as pairs of pointers by the names of the messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from contractkit.contracts.loading import Contract
from contractkit.pointers import select_values

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class RepeatedValue:
    """At `place`, the notification has a value that a message has at the pattern `source`.

    `absent` stands in the notification where the message has no such value.
    """

    place: str
    message: str
    source: str
    absent: str | None

    def list_values(self, messages: Mapping[str, object]) -> list[object]:
        """The values that may stand at the place, given the messages by their names."""
        values = [value for _, value in select_values(messages.get(self.message), self.source)]
        return values or [self.absent]


@lru_cache(maxsize=16)
def list_repeated_values(contract: Contract) -> tuple[RepeatedValue, ...]:
    """Every value that a notification repeats, in the order of contract.json."""
    callback = contract.data.get("callback", {})
    repeated = []
    for pair in callback.get("equal", ()):
        [message] = set(pair) - {callback["message"], ABSENT}
        place, source = pair[callback["message"]], pair[message]
        repeated.append(RepeatedValue(place, message, source, pair.get(ABSENT)))
    return tuple(repeated)
