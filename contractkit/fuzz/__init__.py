"""The fuzzer: says whether an implementation of a contract is right, and what is not.

report = run("http://127.0.0.1:8000/resources", options=Options(secrets=Secrets(key="…")))
assert not report.failures, describe(report)
"""

from contractkit.fuzz.options import Options
from contractkit.fuzz.records import Failure
from contractkit.fuzz.reports import Report
from contractkit.fuzz.reports.text import write as describe
from contractkit.fuzz.run import run
from contractkit.fuzz.secrets import Secrets

__all__ = ["Failure", "Options", "Report", "Secrets", "describe", "run"]
