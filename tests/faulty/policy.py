"""The contact policy: flags, and the group that they need."""

from collections.abc import Iterator
from typing import Any

from tests.faulty.faults import Switches
from tests.faulty.lengths import check_invented
from tests.faulty.members import ABSENT, check_flag, is_type_taken
from tests.faulty.problem import missing, wrong
from tests.problem import Problem

FLAGS = ("channelCheckConsent", "channelApplyFrequencyCap")
FALSE_REFUSED = dict(zip(FLAGS, ("consent-false-refused", "cap-false-refused"), strict=True))


def check_policy(payload: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    policy = payload.get("contactPolicy", ABSENT)
    if policy is ABSENT or switches.has("policy-not-checked"):
        return
    if (policy is None and switches.has("policy-null")) or (
        policy is True and switches.has("policy-true")
    ):
        return
    if not policy and switches.has("policy-falsy"):
        return
    if not isinstance(policy, dict):
        yield wrong("contactPolicy", "an object")
        return
    if not policy and switches.has("policy-empty"):
        return
    yield from check_flags(policy, switches)
    yield from check_group(policy, switches)


def check_flags(policy: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    for name in FLAGS[:1] if switches.has("policy-first-flag-only") else FLAGS:
        yield from check_flag(policy, name, switches)
        if policy.get(name) is False and switches.fault == FALSE_REFUSED[name]:
            yield wrong(name, "true")
    flags = [policy.get(name) for name in FLAGS]
    on = [bool(flag) for flag in flags]
    if switches.has("policy-without-a-true-flag"):
        return
    if switches.has("policy-group-alone") and not any(name in policy for name in FLAGS):
        return
    if switches.has("policy-a-flag-is-enough") and any(name in policy for name in FLAGS):
        return
    if not any(on):
        yield wrong("contactPolicy", "with a flag that is true")
    if switches.has("policy-needs-both") and not all(on):
        yield wrong("contactPolicy", "with both flags true")
    if switches.has("policy-flags-both-given") and None in flags:
        yield missing("channelCheckConsent")
    if switches.has("policy-both-refused") and all(on):
        yield wrong("contactPolicy", "with one flag that is true")


def is_group_required(policy: dict[str, Any], switches: Switches) -> bool:
    consent, cap = (policy.get(name) is True for name in FLAGS)
    if switches.has("group-not-required"):
        return False
    if switches.has("group-for-both-only"):
        return consent and cap
    if switches.has("group-for-consent-only"):
        return consent
    if switches.has("group-for-cap-only"):
        return cap
    return consent or cap


def check_group(policy: dict[str, Any], switches: Switches) -> Iterator[Problem]:
    name = "contactPolicyGroup"
    group = policy.get(name, ABSENT)
    yield from check_invented(name, group, switches)
    if group is not ABSENT and not isinstance(group, str):
        if not is_type_taken(group, name, switches):
            yield wrong(name, "a string")
        return
    if group == "" and switches.has("group-empty"):
        return
    if is_group_required(policy, switches) and (group is ABSENT or not group):
        yield missing(name)
    if group == "0" and switches.has("group-zero-refused"):
        yield missing(name)
    if switches.has("group-digits-only") and not str(group).isdigit():
        yield wrong(name, "digits")
