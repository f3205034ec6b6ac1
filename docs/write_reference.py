"""Writes docs/reference from the program itself: `python docs/write_reference.py`."""

import importlib
import inspect
import re
from collections.abc import Iterator
from enum import Enum, EnumType
from pathlib import Path

import click

from contractkit.cli.main import COMMANDS, program
from contractkit.contracts.loading import read_catalog
from contractkit.contracts.rules import Rule, list_rule_pages, read_rule
from contractkit.linting.settings import Settings
from contractkit.linting.settings.keys import KEYS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
NOTICE = "<!-- Written by `python docs/write_reference.py`. -->"
SHARED_RULES = {"json-text": "JSON text", "recordings": "Recordings"}
MODULES = (
    "contractkit",
    "contractkit.strategies",
    "contractkit.emulator",
    "contractkit.fuzz",
    "contractkit.fuzzclient",
)
LONGEST_LINE = 80
# The module in front of the name of a type.
MODULE = re.compile(r"(?<![\w'])(?:[a-z_]+\.)+(?=[A-Za-z])")
FORWARD = re.compile(r"'([A-Z]\w*)'")


def write_pages() -> dict[str, str]:
    """The text of each page of the reference, by the name of its file."""
    pages = {
        "commands.md": describe_commands(),
        "configuration.md": describe_keys(),
        "rules.md": describe_rules(),
        "python.md": describe_modules(),
    }
    return {name: "\n".join([NOTICE, "", *lines]).rstrip() + "\n" for name, lines in pages.items()}


def write_table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """A table, and an empty line."""
    for row in (heads, ("---",) * len(heads), *rows):
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""


def describe_commands() -> Iterator[str]:
    """Every command: what it does, how it is called, its options."""
    yield from ["# Commands", "", "Every command of `contractkit`, and all of its options.", ""]
    group = click.Context(program, info_name="contractkit", **program.context_settings)
    for name in COMMANDS:
        command = program.get_command(group, name)
        if command is None:
            raise LookupError(name)
        context = click.Context(command, info_name=name, parent=group, show_default=True)
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        yield from [f"## contractkit {name}", "", inspect.cleandoc(command.help or ""), ""]
        yield from ["```text", usage, "```", ""]
        options = (item for item in command.get_params(context) if isinstance(item, click.Option))
        records = (option.get_help_record(context) for option in options)
        yield from (f"- `{record[0]}`: {record[1]}" for record in records if record)
        yield ""


def describe_keys() -> Iterator[str]:
    """Every key of a configuration file."""
    yield from ["# Configuration keys", ""]
    yield "The keys of `[tool.contractkit]` in `pyproject.toml`, and of `contractkit.toml`."
    yield from ["[Configuration](../configuration.md) says where they are looked for.", ""]
    defaults = Settings()
    rows = (
        (
            f"`{key.name}`",
            key.meaning.replace("(#", "(../configuration.md#"),
            show_default(getattr(defaults, key.field)),
        )
        for key in KEYS
    )
    yield from write_table(("key", "meaning", "default"), rows)


def show_default(value: object) -> str:
    """A default as TOML has it; nothing for what is not set."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value}`" if value else ""


def describe_rules() -> Iterator[str]:
    """Every rule page."""
    yield from ["# Rules", "", "Every rule, with the page that explains it.", ""]
    titles = {name: entry["title"] for name, entry in read_catalog()["contracts"].items()}
    for folder, title in (titles | SHARED_RULES).items():
        yield from [f"## {title}", ""]
        pages = sorted(list_rule_pages(str(ROOT / "schemas" / folder / "rules")))
        rows = (describe_rule(read_rule(page), folder) for page in pages)
        yield from write_table(("rule", "title", "severity", "verdict"), rows)


def describe_rule(rule: Rule, folder: str) -> tuple[str, ...]:
    """The row of a rule."""
    link = f"[{rule.id}](../../schemas/{folder}/rules/{Path(rule.path).name})"
    severity = rule.severity if rule.on else f"{rule.severity}, off by default"
    return link, rule.title, severity, rule.verdict


def describe_modules() -> Iterator[str]:
    """Every public name of the modules that are meant to be imported."""
    yield from ["# Python", "", "Everything that is meant to be imported, with types.", ""]
    for name in MODULES:
        module = importlib.import_module(name)
        yield from [f"## {name}", "", first_paragraph(module), ""]
        for member in module.__all__:
            yield from describe_member(f"{name}.{member}", getattr(module, member))


def first_paragraph(value: object) -> str:
    """The first paragraph of a docstring."""
    return (inspect.getdoc(value) or "").partition("\n\n")[0]


def describe_member(name: str, member: object) -> Iterator[str]:
    """A function, or a class with its methods and properties."""
    short = name.rpartition(".")[2]
    yield from [f"### {name}", "", *describe_object(short, member)]
    if not inspect.isclass(member):
        return
    for inner, value in vars(member).items():
        documented = inspect.isfunction(value) or isinstance(value, property)
        if documented and not inner.startswith("_") and value.__doc__:
            yield from describe_object(f"{short}.{inner}", value)


def describe_object(name: str, value: object) -> Iterator[str]:
    """How something is called, if it can be, and its docstring."""
    text = f"{name}{write_signature(value)}"
    if isinstance(value, EnumType):
        text = "\n".join(f'{name}.{member} = "{value[member]}"' for member in value.__members__)
    yield from ["```python", text, "```", "", inspect.getdoc(value) or "", ""]


def write_signature(value: object) -> str:
    """How something is called: without the modules of its types; over many lines if it is long.

    Nothing for what is not called by those who read this: properties, enumerations, exceptions.
    """
    if not callable(value) or (isinstance(value, type) and issubclass(value, Enum | Exception)):
        return ""
    signature = inspect.signature(value)
    parameters = [one for one in signature.parameters.values() if one.name != "self"]
    words = [shorten(str(parameter)) for parameter in parameters]
    named = sum(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
    if named:
        words.insert(len(words) - named, "*")
    result = shorten(inspect.formatannotation(signature.return_annotation)).strip('"')
    end = "" if isinstance(value, type) else f" -> {result}"
    line = f"({', '.join(words)}){end}"
    return line if len(line) < LONGEST_LINE else "(\n    " + ",\n    ".join(words) + f",\n){end}"


def shorten(text: str) -> str:
    """A part of a signature, with the names of types as a reader writes them."""
    text = FORWARD.sub(r"\1", MODULE.sub("", text))
    return text.replace("'", '"').replace("<factory>", "…")


if __name__ == "__main__":
    for file, text in write_pages().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
