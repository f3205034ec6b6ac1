"""The hooks, run by the real pre-commit from a clean cache, in a repository with other files."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sample_payloads import plain, plain_sms

pytestmark = pytest.mark.registry

ROOT = Path(__file__).parents[1]
OFFLINE = """
import os, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise OSError("no network here: " + event)

sys.addaudithook(refuse)
with open(os.environ["WITNESS"], "a") as witness:
    print(sys.prefix, file=witness)
"""
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {commit}
    hooks:
      - id: contractkit-lint
"""
GOOD = json.dumps(plain(), indent=2) + "\n"
BAD = json.dumps(plain_sms(senderid=""), indent=2) + "\n"
MISCASED = GOOD.replace("deliverychannel", "deliveryChannel")
# What a repository has besides payloads, and what pre-commit names to the hook.
OTHERS = {
    "package.json": '{"name": "shop", "version": "1.0.0"}\n',
    "tsconfig.json": '{\n  // comments are usual here\n  "compilerOptions": {"strict": true},\n}\n',
    "data/numbers.json": "[1, 2, 3]\n",
    "README.md": "# A shop\n",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A scratch repository and the environment that its commands run in."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, *command: str) -> str:
        """Run a command that has to succeed, and give what it printed."""
        outcome = self.run(*command)
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        return outcome.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        """Write files and stage them."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.do("git", "add", "--all")

    def commit(self) -> tuple[bool, str]:
        """Try a commit, without a network; whether it was made, and what was printed."""
        before = self.run("git", "rev-parse", "HEAD").stdout
        offline = {"PYTHONPATH": self.environment["OFFLINE"], "PIP_NO_INDEX": "1"}
        outcome = self.run("git", "commit", "-m", "x", **offline)
        after = self.run("git", "rev-parse", "HEAD").stdout
        assert (outcome.returncode == 0) is (before != after)
        return before != after, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with the hooks of this working tree, installed from a clean cache."""
    home = tmp_path_factory.mktemp("pre-commit")
    (home / "offline").mkdir()
    (home / "offline" / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]]),
        "PRE_COMMIT_HOME": str(home / "cache"),
        "PIP_CACHE_DIR": str(home / "pip"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(home / "virtualenv"),
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "OFFLINE": str(home / "offline"),
        "WITNESS": str(home / "witness"),
    }
    (home / "gitconfig").write_text(
        "[user]\nname = A\nemail = a@example.com\n[init]\ndefaultBranch = main\n", encoding="utf-8"
    )
    hooks = Repository(home / "hooks", environment)
    copy_tree(hooks.folder)
    commit = first_commit(hooks)
    shop = Repository(home / "shop", environment)
    shop.folder.mkdir()
    shop.do("git", "init", "-q")
    config = CONFIG.format(hooks=hooks.folder, commit=commit)
    shop.write({".pre-commit-config.yaml": config, **OTHERS})
    shop.do("pre-commit", "install", "--install-hooks")
    return shop


def copy_tree(target: Path) -> None:
    """Copy what git knows of this working tree, and what is new in it."""
    listed = Repository(ROOT, os.environ).do(
        *("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    )
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def first_commit(repository: Repository) -> str:
    repository.do("git", "init", "-q")
    repository.do("git", "add", "--all")
    repository.do("git", "commit", "-q", "-m", "x")
    return repository.do("git", "rev-parse", "HEAD")


@pytest.fixture
def shop(installed: Repository, tmp_path: Path) -> Repository:
    """The repository as it was installed, for one test."""
    folder = tmp_path / "shop"
    shutil.copytree(installed.folder, folder)
    return Repository(folder, installed.environment)


def test_a_good_commit_is_made_and_a_bad_one_is_not(shop: Repository) -> None:
    made, said = shop.commit()
    assert made, said
    shop.write({"payloads/good.json": GOOD, "payloads/lines.ndjson": json.dumps(plain()) + "\n"})
    made, said = shop.commit()
    assert made, said
    shop.write({"payloads/bad.json": BAD})
    made, said = shop.commit()
    assert not made
    assert "payloads/bad.json:" in said
    assert "error[SM108]" in said
    witnesses = Path(shop.environment["WITNESS"]).read_text("utf-8").splitlines()
    assert any(one.startswith(shop.environment["PRE_COMMIT_HOME"]) for one in witnesses)


def test_a_repository_says_which_files_are_payloads(shop: Repository) -> None:
    config = (shop.folder / ".pre-commit-config.yaml").read_text("utf-8")
    shop.write(
        {
            ".pre-commit-config.yaml": config + "        files: ^payloads/\n",
            "payloads/README.md": "# Payloads\n",
            "payloads/good.json": GOOD,
            "elsewhere/bad.json": BAD,
        }
    )
    made, said = shop.commit()
    assert made, said


def test_a_configuration_file_holds_in_the_hook(shop: Repository) -> None:
    shop.write({"contractkit.toml": 'exclude = ["drafts/"]\n', "drafts/bad.json": BAD})
    made, said = shop.commit()
    assert made, said
    shop.write({"contractkit.toml": 'kinds."payloads/" = "response"\n', "payloads/a.json": GOOD})
    made, said = shop.commit()
    assert not made
    assert "SM302" in said


def test_the_other_hook_fixes(shop: Repository) -> None:
    config = (shop.folder / ".pre-commit-config.yaml").read_text("utf-8")
    shop.write(
        {
            ".pre-commit-config.yaml": config.replace("contractkit-lint", "contractkit-fix"),
            "payloads/a.json": MISCASED,
        }
    )
    made, said = shop.commit()
    assert not made
    assert "files were modified by this hook" in said
    assert (shop.folder / "payloads" / "a.json").read_text("utf-8") == GOOD
    shop.do("git", "add", "--all")
    made, said = shop.commit()
    assert made, said
