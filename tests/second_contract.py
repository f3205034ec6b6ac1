"""The second contract of docs/your-own-api.md: answers told apart by status, and much else."""

import re
from pathlib import Path

from contractkit.contracts.loading import Contract, load
from tests.docs.pages import read_section

SECTION = read_section("docs/your-own-api.md", "## An API with more to it")
SAVED = re.findall(r"[Ss]ave this as `([^`]+)`:\n\n```\w+\n(.*?)```", SECTION, re.DOTALL)
SCRIPTS = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
COMMANDS = [line for script in SCRIPTS for line in script.splitlines()]
BOOKING = {"guest": "Ada", "seats": 2, "mark": "window"}


def write_second_contract(folder: Path) -> Contract:
    """Save what the page says to save, and load the contract of it."""
    for name, text in SAVED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load(schemas=str(folder))
