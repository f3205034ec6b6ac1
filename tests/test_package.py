"""The package as it is installed: from a wheel in a new environment, editable, or not at all."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.sample_payloads import plain, plain_sms

ROOT = Path(__file__).parents[1]


def call(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder and hand back what it printed."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.registry
def test_a_wheel_lints_and_explains_from_an_empty_folder(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    built = call(*pip, "wheel", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    installed = call(python, "-m", "pip", "-q", "install", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert_lints(python, empty)
    assert (
        "SM114-1025-characters.json"
        in call(python, "-m", "contractkit", "explain", "SM114", cwd=empty).stdout
    )


def test_a_checkout_lints_with_the_schemas_beside_it(tmp_path: Path) -> None:
    assert_lints(Path(sys.executable), tmp_path, PYTHONPATH=str(ROOT))


def assert_lints(python: Path, folder: Path, **environment: str) -> None:
    good, bad = folder / "good.json", folder / "bad.json"
    good.write_text(json.dumps(plain()), encoding="utf-8")
    bad.write_text(json.dumps(plain_sms(senderid="")), encoding="utf-8")
    lint = (python, "-m", "contractkit", "lint", "--format", "concise")
    clean = call(*lint, "good.json", cwd=folder, **environment)
    assert (clean.returncode, clean.stdout) == (0, ""), clean.stderr
    found = call(*lint, "bad.json", cwd=folder, **environment)
    assert found.returncode == 1, found.stderr
    assert "SM108" in found.stdout
