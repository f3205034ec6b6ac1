"""`--report json=FILE`: one object, for programs to read and for a replay."""

import json

from contractkit.fuzzclient.report import Report, to_data


def write(report: Report) -> str:
    """The report as JSON text."""
    return json.dumps(to_data(report), indent=2) + "\n"
