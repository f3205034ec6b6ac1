"""JUnit XML, which several reports are written in."""

from xml.etree import ElementTree as ET

from contractkit.reporting.texts import clean


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
