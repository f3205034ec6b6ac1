"""The messages in a payload as a person looks at them: to whom, from whom, which text.

Payloads of any shape are read: what is not where the contract's `view` says, is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contractkit.contracts.loading import Contract, load_default
from contractkit.contracts.views import View, load_view
from contractkit.jsontext.display import show_value
from contractkit.pointers import Path, get_value, select_all, select_values, to_pointer
from contractkit.validation.text_parts import TextParts, encode


@dataclass(frozen=True, slots=True)
class SentText:
    """A text of a message, and the `pointer` of it in the payload.

    `parts` says how it is sent; None where the contract does not, or the request is no text.
    """

    pointer: str
    text: str
    parts: TextParts | None = None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message that a payload asks for; `pointer` is that of its request in the payload.

    What the payload lacks is empty: no recipients, no texts, no sender (None).
    """

    pointer: str
    recipients: tuple[str, ...] = ()
    sender: str | None = None
    texts: tuple[SentText, ...] = ()


def read_messages(payload: object, *, contract: Contract | None = None) -> tuple[SentMessage, ...]:
    """The messages that a payload asks for: one, or several of a batch, in the payload's order.

    None of them where the contract (the default one unless given) does not say where they stand.
    Takes a payload of any shape. Raises BrokenContractError.
    """
    view = load_view(contract or load_default())
    if view is None:
        return ()
    return tuple(_read_message(payload, path, view) for path in _find_requests(payload, view))


def _find_requests(payload: object, view: View) -> list[Path]:
    """The paths of the requests; the payload itself where no pointer leads anywhere."""
    for pattern in view.requests:
        if paths := [path for path, _ in select_values(payload, pattern)]:
            return paths
    return [()]


def _read_message(payload: object, path: Path, view: View) -> SentMessage:
    request = get_value(payload, path)
    return SentMessage(
        to_pointer(path),
        tuple(_show_values(request, view.recipients)),
        next(_show_values(request, view.sender), None),
        tuple(
            SentText(to_pointer(path + place), value, encode(value, view.parts, request))
            for place, value in select_all(request, view.text)
            if isinstance(value, str)
        ),
    )


def _show_values(request: object, patterns: Iterable[str]) -> Iterator[str]:
    """The strings at some places as they are, numbers and booleans as they are written."""
    for _, value in select_all(request, patterns):
        if isinstance(value, str):
            yield value
        elif isinstance(value, int | float):
            yield show_value(value)
