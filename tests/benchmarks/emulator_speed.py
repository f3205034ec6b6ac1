"""How many requests a second the emulator answers, over one kept connection.

Run `python -m tests.benchmarks.emulator_speed`; client and server share one process. Exit status: 0
when the best of five runs meets the target, 1 when it does not.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import http.client
import json
import socket
import sys
import time
from urllib.parse import urlsplit

from contractkit.emulator import emulate
from tests.sample_payloads import plain, plain_sms

REQUESTS, RUNS, TARGET = 2000, 5, 1500


def measure(url: str, payload: object, key: str) -> float:
    """Requests a second of one run."""
    parts = urlsplit(url)
    body = json.dumps(payload).encode()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.perf_counter()
    for _ in range(REQUESTS):
        connection.request("POST", parts.path, body, {"key": key})
        connection.getresponse().read()
    seconds = time.perf_counter() - began
    connection.close()
    return REQUESTS / seconds


def main() -> int:
    """Measure, print, and compare with the target."""
    best = {}
    for name, payload in (("valid", plain()), ("invalid", plain_sms(text=""))):
        with emulate() as emulator:
            runs = [measure(emulator.url, payload, emulator.key) for _ in range(RUNS)]
        best[name] = max(runs)
        print(f"{name}: {max(runs):.0f} requests a second (slowest run {min(runs):.0f})")
    return int(best["valid"] < TARGET)


if __name__ == "__main__":
    sys.exit(main())
