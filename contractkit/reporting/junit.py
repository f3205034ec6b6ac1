"""JUnit XML, which several reports are written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from contractkit.reporting.texts import clean


@dataclass(frozen=True, slots=True)
class Failed:
    """One failure of a test case: the check that found it, a sentence, and all that is known.

    `group` is the heading that it stands below.
    """

    check: str
    message: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A test case: it passed if it has no failures and no reason for which it was skipped."""

    name: str
    failures: Sequence[Failed] = ()
    skipped: str = ""


def write_cases(
    name: str, contract: str, seconds: float, cases: Sequence[Case], output: str = ""
) -> str:
    """The document of one test suite; `output` is what the suite says beside its cases."""
    suite = ET.Element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(sum(bool(case.failures) for case in cases)),
        errors="0",
        skipped=str(sum(bool(case.skipped) for case in cases)),
        time=f"{seconds:.3f}",
    )
    for case in cases:
        element = ET.SubElement(suite, "testcase", classname=contract, name=case.name)
        groups = dict.fromkeys(failed.group for failed in case.failures if failed.group)
        if groups:
            properties = ET.SubElement(element, "properties")
            for group in groups:
                ET.SubElement(properties, "property", name="group", value=group)
        for failed in case.failures:
            failure = ET.SubElement(element, "failure", type=failed.check, message=failed.message)
            failure.text = failed.text
        if case.skipped:
            ET.SubElement(element, "skipped", message=case.skipped)
    if output:
        ET.SubElement(suite, "system-out").text = output
    return write_suite(suite)


def write_suite(suite: ET.Element) -> str:
    """The document of one test suite; what XML cannot hold is replaced in all its texts."""
    for element in suite.iter():
        element.text = clean(element.text) if element.text else element.text
        for name, value in element.items():
            element.set(name, clean(value))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, "unicode") + "\n"
