"""`fuzz --app`: an application without a server, WSGI or ASGI, by its name."""

import json
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.cli.program import Outcome, run

NAMES = (f"mock{number}" for number in count())
SMALL = ("--max-requests", "60", "--key", "secret")
ACCEPTED = '{"response": [{"code": "1001", "transid": "%s", "description": "Queued"}]}'
WSGI = """
import uuid
print("this is printed by the module")

def app(environ, start_response):
    assert environ["PATH_INFO"] == "PATH", environ["PATH_INFO"]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [(ACCEPTED % uuid.uuid4()).encode()]

def make():
    return app

def broken():
    raise LookupError("no settings")
"""
ASGI = """
import uuid

async def app(scope, receive, send):
    if scope["type"] != "http":
        raise ValueError(scope["type"])
    await receive()
    assert scope["path"] == "PATH", scope["path"]
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": (ACCEPTED % uuid.uuid4()).encode()})

def wrapped(scope, receive, send):
    return app(scope, receive, send)

class Application:
    async def __call__(self, scope, receive, send):
        print("this is printed in a request")
        await app(scope, receive, send)

made = Application()

def make():
    return made
"""


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder is the current one; what is imported from it is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    known, path = set(sys.modules), list(sys.path)
    yield
    assert sys.path == path
    for name in set(sys.modules) - known:
        if name.startswith("mock"):
            del sys.modules[name]


def write_module(text: str, path: str = "/resources/v1/messaging", folder: str = "") -> str:
    """Write a module into the current folder; its name."""
    name = next(NAMES)
    home = Path(folder)
    home.mkdir(exist_ok=True)
    text = text.replace("ACCEPTED", repr(ACCEPTED)).replace('"PATH"', repr(path))
    (home / f"{name}.py").write_text(text, encoding="utf-8")
    return f"{folder}.{name}".lstrip(".")


def fuzz(*options: str) -> Outcome:
    return run("fuzz", *options)


def list_checks(outcome: Outcome) -> list[str]:
    return [failure["check"] for failure in json.loads(outcome.out)["failures"]]


TAKEN = ["unauthenticated-accepted", "invalid-accepted"]


@pytest.mark.parametrize(
    ("text", "name", "options"),
    [
        (WSGI, "app", ()),
        (WSGI, "make", ("--factory",)),
        (ASGI, "app", ()),
        (ASGI, "wrapped", ()),
        (ASGI, "made", ()),
        (ASGI, "make", ("--factory",)),
        (ASGI, "made.__call__", ()),
    ],
)
@pytest.mark.parametrize("mount", [None, "/api/other path"])
def test_an_application_is_fuzzed_by_its_name(
    text: str, name: str, options: tuple[str, ...], mount: str | None
) -> None:
    module = write_module(text, mount or "/resources/v1/messaging")
    mounted = ("--mount", mount.replace(" ", "%20")) if mount else ()
    more = ("--phase", "authentication,examples", "--format", "json")
    outcome = fuzz("--app", f"{module}:{name}", *options, *mounted, *SMALL, *more)
    assert outcome.status == 1
    assert TAKEN[0] in list_checks(outcome)
    assert set(list_checks(outcome)) == set(TAKEN)
    assert "this is printed" not in outcome.out


def test_a_module_in_a_folder_is_found() -> None:
    module = write_module(WSGI, folder="mocks")
    assert fuzz("--app", f"{module}:app", *SMALL).status == 1
    del sys.modules["mocks"]


def test_the_report_names_the_application_and_how_it_is_tested_again(tmp_path: Path) -> None:
    module, page = write_module(WSGI), tmp_path / "report.html"
    words = f"--app {module}:make --factory"
    outcome = fuzz(*words.split(), *SMALL, "--report", f"html={page}")
    assert f"\n{words}: " in outcome.out
    assert f"contractkit fuzz {words} --seed 0" in page.read_text("utf-8")


def test_a_failure_can_be_replayed(tmp_path: Path) -> None:
    module, path = write_module(WSGI), tmp_path / "report.json"
    fuzz("--app", f"{module}:app", *SMALL, "--report", f"json={path}")
    again = fuzz("--app", f"{module}:app", "--replay", str(path), "--key", "secret")
    assert again.status == 1
    assert "unauthenticated-accepted" in again.out


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("app", (), "is not the name of an application"),
        (":app", (), "is not the name of an application"),
        ("x:", (), "is not the name of an application"),
        ("MODULE:ap", (), "there is no 'ap' in it; did you mean 'app'?"),
        ("MODULE:app.inner", (), "there is no 'inner' in it"),
        ("nowhere.x:app", (), "there is no module 'nowhere' in this folder"),
        ("MODULE:make", (), "takes no arguments; if it makes the application, add --factory"),
        ("MODULE:broken", ("--factory",), "the factory raised LookupError: no settings, in mock"),
        ("MODULE:uuid", (), "is no application but a value of type module"),
        ("MODULE:app", ("http://127.0.0.1:1/",), "--app excludes a URL"),
        ("MODULE:app", ("--wait", "1"), "--app excludes --wait"),
        ("MODULE:app", ("--request-timeout", "1"), "--app excludes --request-timeout"),
        ("MODULE:app", ("--mount", "api"), "--mount takes a path such as /api/messages"),
    ],
)
def test_what_cannot_be_is_told(name: str, options: tuple[str, ...], words: str) -> None:
    module = write_module(WSGI)
    outcome = fuzz("--app", name.replace("MODULE", module), *options)
    assert (outcome.status, outcome.out) == (2, "")
    told = [line for line in outcome.err.splitlines() if line.startswith("contractkit: error: ")]
    assert len(told) == 1
    assert words in told[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nosuchthing", "it needs the module 'nosuchthing', which is missing"),
        ("1 / 0", "its module raised ZeroDivisionError: division by zero, in mock"),
        ("def f(:", "its module raised SyntaxError: invalid syntax, in mock"),
        ("raise SystemExit(3)", "its module raised SystemExit: 3, in mock"),
        ("app = 7", "is no application but a value of type int, which is not callable"),
    ],
)
def test_a_module_that_cannot_be_used_is_one_line(text: str, words: str) -> None:
    outcome = fuzz("--app", f"{write_module(text)}:app")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words in outcome.err


@pytest.mark.parametrize("option", [("--factory",), ("--mount", "/x")])
def test_options_of_an_application_need_one(option: tuple[str, ...]) -> None:
    outcome = fuzz(*option)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{option[0]} needs --app" in outcome.err


RAISES = """
async def app(scope, receive, send):
    if scope["type"] != "http":
        raise ValueError(scope["type"])
    await send({"type": "http.response.start", "status": 500, "headers": []})
    await send({"type": "http.response.body", "body": b"error"})
    raise KeyError("destination")
"""
LOGS = """
def app(environ, start_response):
    environ["wsgi.errors"].write("Traceback:\\n  line\\nKeyError: 'destination'\\n")
    start_response("500 Error", [])
    return [b"error"]
"""


def test_an_error_after_the_answer_is_the_server_s_own_affair() -> None:
    outcome = fuzz("--app", f"{write_module(RAISES)}:app", *SMALL)
    assert outcome.out.startswith("1. server-error: It answered HTTP 500 to the plainest valid")


EXITS = """
def app(environ, start_response):
    raise SystemExit(3)

async def asgi(scope, receive, send):
    if scope["type"] != "http":
        raise ValueError(scope["type"])
    raise SystemExit(3)
"""


@pytest.mark.parametrize("name", ["app", "asgi"])
def test_an_application_that_ends_the_process_is_a_failure(name: str) -> None:
    outcome = fuzz("--app", f"{write_module(EXITS)}:{name}", *SMALL)
    assert outcome.status == 1
    assert outcome.out.startswith("1. dropped: The connection was closed without an answer (it ")
    assert "SystemExit: 3" in outcome.out


def test_what_is_logged_beside_a_server_error_is_told() -> None:
    outcome = fuzz("--app", f"{write_module(LOGS)}:app", *SMALL)
    assert "): KeyError: 'destination'" in outcome.out
