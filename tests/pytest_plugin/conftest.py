"""A project of its own for pytest to run, in this process unless told otherwise."""

import json
from collections.abc import Callable

import pytest

# What a run in this process imports first is forgotten after it, with all that was worked out.
import contractkit.pytest_plugin.configuration
import contractkit.pytest_plugin.contract_emulator
import contractkit.pytest_plugin.responses
import contractkit.strategies
from tests.sample_payloads import plain

INI = """
[pytest]
addopts = -p no:randomly -p no:cacheprovider --strict-markers
filterwarnings = error
"""
HEAD = f"""
import json
import urllib.request

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from contractkit.strategies import doubtful, invalid, valid

# How fast the machine is, is not what these tests are about.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
PLAIN = json.loads({json.dumps(json.dumps(plain()))})
BAD = {{**PLAIN, "channels": {{"sms": {{"senderid": "ACME"}}}}}}


def send(emulator, payload=PLAIN, key=None, path=""):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = {{"key": key or emulator.key}}
    request = urllib.request.Request(emulator.url + path, body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["response"]
"""

KEPT = (
    contractkit.pytest_plugin.configuration,
    contractkit.pytest_plugin.responses,
    contractkit.pytest_plugin.contract_emulator,
    contractkit.strategies,
)
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run_tests(pytester: pytest.Pytester) -> Run:
    """Run the text of tests, with arguments for pytest, and options for its ini file."""

    def run(source: str, *arguments: str, ini: str = "", process: bool = False) -> pytest.RunResult:
        pytester.makefile(".ini", pytest=INI + ini)
        pytester.makepyfile(test_it=HEAD + source)
        runs = pytester.runpytest_subprocess if process else pytester.runpytest_inprocess
        return runs(*arguments)

    return run
