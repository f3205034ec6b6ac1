"""How much slower the emulator is with its page, and one page open.

Run `python -m tests.benchmarks.page_speed`. Three servers, each a process of its own, take turns:
the emulator without its page, with it while one page is open, and a bare werkzeug application. Exit
status: 0 when the median of the shares of the rounds meets the target, 1 when it does not.
"""
# ruff: noqa: T201 -- a program of its own: its table goes to the terminal

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from urllib.parse import urljoin

from tests.benchmarks.emulator_speed import measure
from tests.sample_payloads import plain

ROUNDS, TARGET = 21, 0.9
KEY = "test-key"
EMULATE = ("-m", "contractkit", "emulate", "--quiet", "--key", KEY)
BARE = """
from werkzeug import Request, Response
from werkzeug.serving import make_server, WSGIRequestHandler
WSGIRequestHandler.protocol_version = "HTTP/1.1"
WSGIRequestHandler.log_request = lambda *_: None
@Request.application
def answer(request):
    request.get_data()
    return Response('{"response": []}', mimetype="application/json")
server = make_server("127.0.0.1", 0, answer, threaded=True)
print(f"http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
"""
FOLLOW = """
import sys, urllib.request
events = urllib.request.urlopen(sys.argv[1])
print(flush=True)
for line in events:
    pass
"""


@contextmanager
def run(*words: str) -> Iterator[str]:
    """A program in Python, and the first line that it prints."""
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.kill()


def main() -> int:
    """Measure in turns, print, and compare with the target."""
    with ExitStack() as stack:
        urls = {
            "without the page": stack.enter_context(run(*EMULATE)),
            "with one page open": stack.enter_context(run(*EMULATE, "--ui")),
            "bare werkzeug": stack.enter_context(run("-c", BARE)),
        }
        runs: dict[str, list[float]] = {name: [] for name in urls}
        for _ in range(ROUNDS):
            for name, url in urls.items():
                events = urljoin(url, "/_contractkit/inbox/events")
                with run("-c", FOLLOW, events) if "open" in name else ExitStack():
                    runs[name].append(measure(url, plain(), KEY))
    for name, rates in runs.items():
        print(
            f"{name}: {median(rates):.0f} requests a second ({min(rates):.0f} to {max(rates):.0f})"
        )
    without, with_it, _ = runs.values()
    share = median(one / other for one, other in zip(with_it, without, strict=True))
    print(f"median share of a round: {share:.3f} (target {TARGET})")
    return int(share < TARGET)


if __name__ == "__main__":
    sys.exit(main())
