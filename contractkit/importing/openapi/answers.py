"""The answers of operations by status."""

import re
from dataclasses import dataclass

from contractkit.importing.documents.sites import Site, step_into
from contractkit.importing.openapi.contents import Content, choose_content
from contractkit.importing.openapi.operations import Operation
from contractkit.importing.openapi.reader import (
    Reader,
    get_object,
    open_reference,
    read_text,
)

_STATUS = re.compile(r"[1-5]([0-9]{2}|XX)|default")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One answer: its status or range of statuses, its words, and its JSON if it has any."""

    status: str
    description: str
    site: Site
    content: Content | None


def read_answers(reader: Reader, operation: Operation) -> list[Answer]:
    """The answers of an operation, in the order of the document."""
    listed = get_object(operation.site, "responses")
    found: dict[str, Answer] = {}
    for name, value in listed.value.items() if listed else ():
        if listed is None or name.startswith("x-"):
            continue
        site = step_into(listed, name)
        status = name if _STATUS.fullmatch(name) else name.upper()
        if not _STATUS.fullmatch(status) or not isinstance(value, dict):
            reader.tell("left out", site, f"{name!r} is no status of an answer")
        else:
            if status != name:
                reader.tell("read as meant", site, f"{name!r} is written {status}")
            found[status] = _read_answer(reader, status, site)
    if not found:
        reader.tell("problem", operation.site, "has no answers: any status is right")
    return list(found.values())


def _read_answer(reader: Reader, status: str, site: Site) -> Answer:
    opened = open_reference(reader, site, f"the answer {status}")
    if opened is None:
        return Answer(status, "", site, None)
    content = choose_content(reader, opened)
    if isinstance(opened.value.get("headers"), dict) and opened.value["headers"]:
        reader.tell("left out", opened, "headers of answers are not judged", "/headers")
    if isinstance(opened.value.get("links"), dict) and opened.value["links"]:
        reader.tell("left out", opened, "links to other operations are not followed", "/links")
    return Answer(status, read_text(opened.value.get("description")), opened, content)
