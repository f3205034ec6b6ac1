"""Requests with times that a server may compare with its clock: their dates are moved ahead.

Whether a time is too early or too late depends on the day on which a request is sent, so the linter
does not judge it. `dates` in contract.json says where such times stand.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from contractkit.contracts.loading import Contract
from contractkit.payloads.cases import Case, is_json, judge_payload
from contractkit.pointers import replace_value, select_values

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T)")


def move_dates(contract: Contract, case: Case) -> Case:
    """The case with its dates so many days ahead of today as contract.json says.

    It stays as it is where that would change the verdict on it.
    """
    payload = _move(contract, case.payload) if is_json(case) else case.payload
    if payload == case.payload:
        return case
    judged = judge_payload(contract, case.message, payload)
    if (judged.verdict, judged.rules) != (case.verdict, case.rules):
        return case
    return replace(judged, origin=case.origin)


def _move(contract: Contract, payload: Any) -> Any:
    today = datetime.now(UTC).date()
    for place in contract.data.get("dates", ()):
        ahead = str(today + timedelta(days=place["daysAhead"]))
        for path, value in select_values(payload, place["request"]):
            if isinstance(value, str) and DATE.match(value):
                payload = replace_value(payload, path, DATE.sub(ahead, value, count=1))
    return payload
