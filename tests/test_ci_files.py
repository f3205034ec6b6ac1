"""The files for CI: the GitHub action, the GitLab component, the image.

The checkers of their formats accept them, and their shell steps run here. What needs a runner, a
GitLab server or Docker itself is not run. (actionlint is not used: its package on PyPI downloads a
program.)
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.program import run
from tests.docs.pages import read_section
from tests.sample_payloads import plain, plain_sms

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
COMPONENT = (ROOT / "templates" / "lint.yml").read_text("utf-8")
SPEC, JOBS = yaml.safe_load_all(COMPONENT)
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SHELL_STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
LINT_STEP = SHELL_STEPS["Lint"]["run"]
[INSTALL, COMPONENT_LINT] = JOBS["contractkit-lint"]["script"]
BASH = shutil.which("bash") or "bash"
PACKAGE = "git+https://git.example.com/contractkit.git@v1"


def check(*command: str | Path) -> None:
    """Run a checker of the development environment, which has to find nothing."""
    program, *arguments = command
    outcome = subprocess.run(
        [SCRIPTS / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def fill(text: str, inputs: dict[str, Any]) -> str:
    """A component's text with its inputs filled in, as GitLab does before it reads it."""
    return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: json.dumps(inputs[found[1]]), text)


def component_inputs() -> dict[str, Any]:
    inputs = {name: spec.get("default") for name, spec in SPEC["spec"]["inputs"].items()}
    return inputs | {"package": PACKAGE}


def test_the_action_is_well_formed() -> None:
    check("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


def test_the_action_is_safe() -> None:
    check("zizmor", "--offline", "--no-progress", "--persona", "auditor", "action.yml")


def test_the_image_is_well_built() -> None:
    check("hadolint", "Dockerfile")


def test_the_component_is_well_formed(tmp_path: Path) -> None:
    job = tmp_path / "job.yml"
    job.write_text(fill(COMPONENT.partition("\n---\n")[2], component_inputs()), encoding="utf-8")
    check("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", job)


def test_our_own_run_installs_what_tests_are_skipped_without() -> None:
    script = ROOT / ".ci" / "run"
    subprocess.run([BASH, "-n", script], check=True)
    text = script.read_text("utf-8").replace("\\\n", "")
    assert re.search(r"npm ci .*--prefix tests/contracts", text)
    assert re.search(r"apt-get .*install\s+--no-install-recommends chromium chromium-driver", text)


@pytest.mark.parametrize("script", [LINT_STEP, COMPONENT_LINT], ids=["action", "component"])
def test_the_options_exist(script: str) -> None:
    known = set(re.findall(r"--[a-z-]+", run("lint", "--help").out))
    used = set(re.findall(r"(?<=[ (])--[a-z-]+", script))
    assert used
    assert used <= known


def test_every_input_is_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"inputs\.([\w-]+)", COMPONENT)) == set(SPEC["spec"]["inputs"])


def documented_inputs(heading: str) -> dict[str, str]:
    """The inputs in the table below a heading of the page on CI, with their defaults."""
    rows = read_section("docs/ci.md", heading)
    return dict(re.findall(r"^\| `([\w-]+)` \|.*\| `?([^|`]*?)`? \|$", rows, re.MULTILINE))


def test_the_page_on_ci_names_the_inputs_and_their_defaults() -> None:
    action = documented_inputs("## GitHub action")
    component = documented_inputs("## GitLab")
    assert set(action) == set(ACTION["inputs"])
    assert set(component) == set(SPEC["spec"]["inputs"])
    for inputs, documented in ((ACTION["inputs"], action), (SPEC["spec"]["inputs"], component)):
        for name, entry in inputs.items():
            default = str(entry.get("default", "")).replace("False", "false")
            assert documented[name] == default or not default, name


def test_the_pythons_are_supported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    steps = ACTION["runs"]["steps"]
    used = {
        *(
            step["with"]["python-version"]
            for step in steps
            if "setup-python" in step.get("uses", "")
        ),
        *re.findall(r"^FROM python:([\d.]+)", DOCKERFILE, re.MULTILINE),
        component_inputs()["image"].removeprefix("python:"),
    }
    assert len(used) == 1
    assert f"Programming Language :: Python :: {used.pop()}" in project["classifiers"]


def test_the_image_is_given_what_the_package_is_built_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = {
        "pyproject.toml",
        project["project"]["readme"],
        *project["project"]["license-files"],
        *project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"],
    }
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == named


@dataclass(frozen=True, slots=True)
class Ran:
    """What a shell step left behind; `sarif` is what it wrote of its file, as JSON."""

    status: int
    printed: str
    sarif: dict[str, Any] | None


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a valid and an invalid file, and a module that must not be imported."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "good file.json").write_text(json.dumps(plain()), encoding="utf-8")
    (folder / "bad.json").write_text(json.dumps(plain_sms(senderid="")), encoding="utf-8")
    (folder / "warned.json").write_text(json.dumps(plain() | {"extra": 1}), encoding="utf-8")
    (folder / "contractkit.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    return folder


def lint(repository: Path, inputs: dict[str, str], python_path: Path = ROOT) -> Ran:
    """Run the step `Lint` of the action with these inputs, the others as they are by default."""
    values = {name: spec["default"] for name, spec in ACTION["inputs"].items()} | inputs
    names = SHELL_STEPS["Lint"]["env"]
    environment = {
        name: values[found[1]]
        for name, value in names.items()
        if (found := re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value))
    }
    output = repository.parent / "output"
    output.write_text("", encoding="utf-8")
    outcome = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", LINT_STEP],
        cwd=repository,
        env={
            **os.environ,
            **environment,
            "PYTHON": sys.executable,
            "PYTHONPATH": str(python_path),
            "RUNNER_TEMP": str(repository.parent),
            "GITHUB_OUTPUT": str(output),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    written = output.read_text("utf-8").strip().removeprefix("sarif=")
    sarif = json.loads(Path(written).read_text("utf-8")) if written else None
    return Ran(outcome.returncode, outcome.stdout + outcome.stderr, sarif)


def found_rules(ran: Ran) -> list[str]:
    assert ran.sarif is not None, ran.printed
    return [result["ruleId"] for result in ran.sarif["runs"][0]["results"]]


def test_the_action_passes_a_valid_file(repository: Path) -> None:
    ran = lint(repository, {"paths": "good file.json"})
    assert (ran.status, found_rules(ran)) == (0, []), ran.printed


def test_the_action_fails_and_annotates_an_invalid_file(repository: Path) -> None:
    ran = lint(repository, {"paths": "good file.json\nbad.json\n"})
    assert (ran.status, found_rules(ran)) == (1, ["SM108"])
    assert "::error file=bad.json" in ran.printed


@pytest.mark.parametrize(
    ("path", "fail_on", "status"),
    [
        ("bad.json", "never", 0),
        ("warned.json", "error", 0),
        ("warned.json", "warning", 1),
        ("missing.json", "never", 2),
    ],
)
def test_what_makes_the_action_fail(repository: Path, path: str, fail_on: str, status: int) -> None:
    ran = lint(repository, {"paths": path, "fail-on": fail_on})
    assert ran.status == status, ran.printed


def test_the_action_takes_a_contract_and_a_configuration_file(repository: Path) -> None:
    (repository / "own.toml").write_text('ignore = ["SM108"]\n', encoding="utf-8")
    assert lint(repository, {"config": "own.toml", "contract": "send-message-v1@1.0.0"}).status == 0
    ran = lint(repository, {"contract": "send-message-v9"})
    assert ran.status == 2
    assert "send-message-v9" in ran.printed


def test_the_action_refuses_an_unknown_word(repository: Path) -> None:
    ran = lint(repository, {"fail-on": "errors"})
    assert (ran.status, ran.sarif) == (2, None)
    assert "::error::fail-on is error, warning or never, not errors" in ran.printed


@pytest.mark.parametrize("text", ["$(touch injected)", "`touch injected`", '"; touch injected; "'])
def test_an_input_is_no_program(repository: Path, text: str) -> None:
    lint(repository, dict.fromkeys(("paths", "contract", "config", "format"), text))
    assert not (repository / "injected").exists()


@pytest.mark.registry
def test_the_action_installs_itself(repository: Path) -> None:
    environment = {
        **os.environ,
        "PYTHON": sys.executable,
        "RUNNER_TEMP": str(repository.parent),
        "GITHUB_ACTION_PATH": str(ROOT),
    }
    install = SHELL_STEPS["Install contractkit"]["run"]
    subprocess.run([BASH, "-ec", install], cwd=repository, env=environment, check=True)
    ran = lint(repository, {"paths": "bad.json"}, repository.parent / "contractkit")
    assert (ran.status, found_rules(ran)) == (1, ["SM108"]), ran.printed


def test_the_job_of_the_component_writes_its_reports(repository: Path) -> None:
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(SCRIPTS), os.environ["PATH"]]),
        "CONTRACTKIT_PATHS": "bad.json",
        "CONTRACTKIT_OPTIONS": "--strict --contract send-message-v1@1.1.0",
    }
    outcome = subprocess.run(
        [BASH, "-ec", COMPONENT_LINT], cwd=repository, env=environment, check=False
    )
    assert outcome.returncode == 1
    reports = JOBS["contractkit-lint"]["artifacts"]["reports"]
    [finding] = json.loads((repository / reports["codequality"]).read_text("utf-8"))
    assert finding["check_name"] == "SM108"
    assert "SM108" in (repository / reports["junit"]).read_text("utf-8")


def test_the_component_installs_what_it_is_told() -> None:
    assert INSTALL.endswith('"$CONTRACTKIT_PACKAGE"')
    assert "default" not in SPEC["spec"]["inputs"]["package"]
