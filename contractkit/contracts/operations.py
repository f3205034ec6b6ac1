"""The other operations of a contract: those that ask about what an accepted request has made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product, zip_longest
from typing import Any
from urllib.parse import quote, unquote

from contractkit.contracts.loading import Contract
from contractkit.contracts.message_forms import MessageForm, read_form
from contractkit.pointers import select_values

PARAMETER = re.compile(r"\{([^{}]+)\}")
NOT_FOUND = 404
OF_PATHS = "/%:@!$&'()*+,;=~"  # what a path may have as it is
SUCCESSES = range(200, 300)


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """An entry of `operations` in contract.json.

    `parameters` are the names of the path's parameters, with the pointer of each in an acceptance.
    `answers` are the messages by status, None where the form is not judged. `form` is that of the
    answer about something that is known. `optional`: an implementation may lack the operation.
    """

    name: str
    title: str
    method: str
    path: str
    parameters: Mapping[str, str]
    answers: Mapping[int, str | None]
    form: MessageForm | None
    optional: bool = False

    @property
    def found_status(self) -> int:
        """The status of the answer about something that is known."""
        return next((status for status in self.answers if status in SUCCESSES), 200)

    def make_path(self, values: Mapping[str, str]) -> str:
        """The path with values for its parameters, percent-encoded."""
        return fill_path(self.path, values)

    def match_path(self, path: str) -> dict[str, str] | None:
        """The values of the parameters in a path; None where it is another path."""
        found = match_path(self.path, path)
        return found and {name: unquote(value) for name, value in found.items()}

    def list_parameters(self, acceptance: object) -> Iterator[dict[str, str]]:
        """The values of the parameters that an acceptance gives, one set for each item of it."""
        names = PARAMETER.findall(self.path)
        found = [_list_texts(acceptance, self.parameters.get(name, "")) for name in names]
        for values in product(*found):
            yield dict(zip(names, values, strict=True))


def fill_path(template: str, values: Mapping[str, str]) -> str:
    """A path with values for its parameters, percent-encoded as all else that no path may have."""
    names = PARAMETER.findall(template)
    parts = [quote(part, safe=OF_PATHS) for part in PARAMETER.split(template)[::2]]
    filled = [quote(values[name], safe="") for name in names]
    return "".join(chain.from_iterable(zip_longest(parts, filled, fillvalue="")))


def match_path(template: str, path: str) -> dict[str, str] | None:
    """The values of the parameters in a path as they stand there; None where it is another path."""
    found = _compile(template).fullmatch(path)
    names = PARAMETER.findall(template)
    return dict(zip(names, found.groups(), strict=True)) if found else None


@lru_cache(maxsize=1024)
def _compile(template: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in PARAMETER.split(template)[::2])
    return re.compile("([^/]+)".join(parts))


def _list_texts(value: object, pattern: str) -> list[str]:
    found = [inner for _, inner in select_values(value, pattern)]
    return [inner for inner in found if isinstance(inner, str) and inner]


@lru_cache(maxsize=16)
def list_operations(contract: Contract) -> tuple[Operation, ...]:
    """The other operations of a contract, in its order; most have none."""
    return tuple(_read(name, entry) for name, entry in contract.data.get("operations", {}).items())


def _read(name: str, entry: Mapping[str, Any]) -> Operation:
    answers = {int(status): message for status, message in entry["answers"].items()}
    told = next((answers[status] for status in answers if status in SUCCESSES), None)
    return Operation(
        name=name,
        title=entry.get("title", name),
        method=entry["method"],
        path=entry["path"],
        parameters=entry.get("parameters", {}),
        answers=answers,
        form=read_form(entry, told) if told else None,
        optional=entry.get("optional", False),
    )
