"""A crash is told from a clean failure, in every language whose words for it are known."""

import shutil
import subprocess
import sys
from time import process_time

import pytest

from contractkit.fuzzclient.crashes import find_crash, name_cause
from contractkit.fuzzclient.records import Claim, Ending

TRACEBACK = 'Traceback (most recent call last):\n  File "c.py", line 1, in <module>\n'
GROUP = "  + Exception Group Traceback (most recent call last):\n  | ExceptionGroup: all (1 sub-"
NODE = (
    "file:///c.mjs:3\n  const x = y[0].code;\n                 ^\n\n"
    "TypeError: Cannot read properties of undefined (reading 'code')\n    at send (c.mjs:3:18)\n\n"
    "Node.js v20.20.2\n"
)
RUST = "\nthread 'main' panicked at src/main.rs:9:5:\ncalled `unwrap()` on an `Err` value\n"

CRASHES: dict[str, tuple[int, str, str]] = {
    "Python": (1, f"{TRACEBACK}KeyError: 0\n", "KeyError"),
    "Python, several lines": (1, f"{TRACEBACK}x.ValidationError: 1 error\nf\n  Field\n", "Valid"),
    "Python, after other words": (1, f"sending\n{TRACEBACK}ValueError\n", "ValueError"),
    "Python, one after another": (
        1,
        f"{TRACEBACK}KeyError: 0\n\nDuring handling:\n\n{TRACEBACK}OSError: no\n",
        "OSError",
    ),
    "Python's group": (1, GROUP, "ExceptionGroup"),
    "Node": (1, NODE, "TypeError"),
    "Go": (2, "panic: runtime error: index out of range [0]\n\ngoroutine 1 [running]:\n", "panic"),
    "Java": (1, 'Exception in thread "main" java.lang.NullPointerException: x\n\tat C\n', "NullPo"),
    "Ruby": (1, "c.rb:3:in 'send': undefined method (NoMethodError)\n\tfrom c.rb:9\n", "NoMethod"),
    "Rust": (101, RUST, "called"),
    ".NET": (134, "Unhandled exception. System.NullReferenceException: x\n", "NullReference"),
    "PHP": (255, "PHP Fatal error:  Uncaught TypeError: x in c.php:3\n", "TypeError"),
    "C++": (-6, "terminate called after throwing an instance of 'x'\n", "terminate"),
    "Deno": (
        1,
        "error: Uncaught (in promise) TypeError: x\n    at file:///c.ts:1:1\n",
        "TypeError",
    ),
    "a signal": (-11, "", "SIGSEGV"),
    "a signal, told by a shell": (139, "Segmentation fault\n", "SIGSEGV"),
}
CLEAN: dict[str, tuple[int, str]] = {
    "nothing": (1, ""),
    "words": (1, "error: the message was refused (7004)\n"),
    "a logged traceback": (1, f"ERROR:root:could not send\n{TRACEBACK}KeyError: 0\n"),
    "a logged traceback, other status": (3, f"{TRACEBACK}KeyError: 0\n"),
    "success with a traceback": (0, f"{TRACEBACK}KeyError: 0\n"),
    "panic as a word": (1, "panic: no\n"),
    "stopped by a signal of ours, told by a shell": (143, ""),
    "a large status": (200, ""),
}


def ending(status: int, errors: str) -> Ending:
    return Ending(Claim.FAILED, "", 0.1, status, "", errors)


@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_is_seen(name: str) -> None:
    status, errors, word = CRASHES[name]
    crash = find_crash(ending(status, errors))
    assert crash is not None
    assert word in crash
    assert "\n" not in crash


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_failure_is_none(name: str) -> None:
    assert find_crash(ending(*CLEAN[name])) is None


def test_much_output_is_read_quickly() -> None:
    began = process_time()
    assert find_crash(ending(1, "Traceback (most recent call last)\n^\n" * 2000)) is None
    assert find_crash(ending(1, "a.b:1:in `" + ": " * 30_000)) is None
    assert process_time() - began < 1


def test_causes_are_told_apart_by_the_kind_of_the_error() -> None:
    assert name_cause("KeyError: 0") == name_cause("KeyError: 'code'") == "KeyError"
    assert name_cause("panic: runtime error: index") == "panic"
    assert name_cause("SIGSEGV") == "SIGSEGV"


PROGRAMS = {
    "python": ([sys.executable, "-c", "import json; json.loads('<html>')"], "JSONDecodeError"),
    "python, killed": ([sys.executable, "-c", "import os; os.abort()"], "SIGABRT"),
    "node": (["node", "-e", "JSON.parse('<html>')"], "SyntaxError"),
    "node, a promise": (["node", "-e", "Promise.reject(new TypeError('x'))"], "TypeError"),
    "node, a value": (["node", "-e", "throw 'refused'"], "refused"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_real_programs_are_read_rightly(name: str) -> None:
    command, word = PROGRAMS[name]
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} on this machine")
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    crash = find_crash(ending(done.returncode, done.stderr))
    assert crash is not None
    assert word in crash
