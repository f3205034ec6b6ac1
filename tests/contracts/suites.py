"""The suites of example files, each with the contract and the rules that it is judged with."""

import os
from collections.abc import Iterator

from contractkit.contract import Contract, load
from contractkit.examples import Example, load_examples
from contractkit.judging.options import Options
from contractkit.judging.selection import read_selection

CONTRACT = load()


def judged_with(example: Example) -> tuple[Contract, Options]:
    """The contract and the options that an example's place asks for."""
    message, _, special = example.suite.replace(os.sep, "/").partition("/")
    kind = message if message in CONTRACT.messages else "request"
    for setting, overlay in CONTRACT.data["tenant"].items():
        if f"{special}.schema.json" == overlay["schema"]:
            return load(tenant={setting: overlay["example"]}), Options(kind)
    for rule, extra in CONTRACT.data["optional"].items():
        if f"{special}.schema.json" == extra["schema"]:
            return CONTRACT, Options(kind, selection=read_selection(CONTRACT, [rule]))
    return CONTRACT, Options(kind)


def all_examples() -> Iterator[Example]:
    """Every example of the default contract and of the rules of JSON text."""
    yield from load_examples(CONTRACT)
