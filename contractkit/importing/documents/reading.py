"""Reads the files of documents: JSON or YAML, by the name or by how the text begins."""

import os

from contractkit.errors import DocumentError, UnreadableInputError, describe_os_error
from contractkit.importing.documents.document import MOST_BYTES, Document
from contractkit.importing.documents.json_text import read_json_text
from contractkit.importing.documents.yaml_text import read_yaml


def read_document(path: str) -> Document:
    """Read a file of JSON or YAML. Raises UnreadableInputError, DocumentError."""
    if "://" in path:
        raise UnreadableInputError(path, "is not fetched; save the document, and name the file")
    try:
        if os.path.isdir(path):
            raise UnreadableInputError(path, "is a folder; name a file")
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableInputError(path, describe_os_error(error)) from error
    if len(data) > MOST_BYTES:
        size = f"{MOST_BYTES // 1024 // 1024} MB"
        raise DocumentError(path, f"has more than {size}, which is more than a contract is made of")
    return read_data(data, path)


def read_data(data: bytes, path: str) -> Document:
    """The document of a text, JSON by its beginning or its name, else YAML.

    Raises DocumentError.
    """
    begins_as_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    if path.lower().endswith(".json"):
        return read_json_text(data, path)
    if begins_as_json:
        try:
            return read_json_text(data, path)
        except DocumentError:
            pass  # a flow mapping of YAML begins so, too
    return _read_yaml(data, path)


def _read_yaml(data: bytes, path: str) -> Document:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(path, f"line {line}: is not UTF-8") from error
    return read_yaml(text, path)
