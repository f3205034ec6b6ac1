"""What the reports of several commands share: formats, pages, texts, shell lines, files."""

from importlib import import_module

FORMATS = ("json", "junit", "html")


def write_report(package: str, report: object, style: str) -> str:
    """The report in one of the formats, with a final line end.

    `package` is the one with a module for each format, such as `contractkit.fuzz.reports`.
    """
    text: str = import_module(f"{package}.{style}").write(report)
    return text
