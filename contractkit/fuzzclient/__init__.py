"""Fuzzing a client: a program in any language is run against a server that answers well and badly.

report = run(["python3", "send.py"], options=Options(timeout=5))
assert not report.failures
"""

from contractkit.fuzzclient.options import Options
from contractkit.fuzzclient.records import Failure, RequestWarning
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.run import replay, run

__all__ = ["Failure", "Options", "Report", "RequestWarning", "replay", "run"]
