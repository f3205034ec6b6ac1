"""Fuzzing a client: a program in any language is run against a server that tries it.

report = run(["python3", "send.py"], options=Options(timeout=5))
assert not report.failures
"""

from contractkit.fuzzclient.options import Options
from contractkit.fuzzclient.records import Failure, Warned
from contractkit.fuzzclient.reports import Report
from contractkit.fuzzclient.run import replay, run

__all__ = ["Failure", "Options", "Report", "Warned", "replay", "run"]
