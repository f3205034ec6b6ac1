"""The fuzzer: sends requests to an implementation of a contract, and judges its answers.

In the order of a run: `run` opens a `campaign` by its `options`; `phases` list the requests, made
of `valid_cases` and `broken_cases`; `request_filter` chooses which are sent, `sending` sends them
to one of `targets`; `oracles`, `status_oracles`, `query_oracles` and `notification_oracles` say
what is wrong; `causes` merges equal failures, `shrinking` makes them plainer, `ranking` puts the
gravest first; `reports` write them, and `replay` sends them again.

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
