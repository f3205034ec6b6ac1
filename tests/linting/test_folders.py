"""What .gitignore files leave out is what git itself leaves out."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractkit.linting.folders import find_files
from contractkit.linting.inputs import ENDINGS

FILES = ("a.json", "b.json", "x/a.json", "x/b.json", "x/y/a.json", "x/y/c.json", "z/x/a.json")
PATTERN = st.sampled_from(
    [
        *("*.json", "a.json", "/a.json", "x", "x/", "/x", "x/a.json", "/x/a.json", "x/y", "y/"),
        *("**/a.json", "x/**", "z/**/a.json", "?.json", "[ab].json", "[!a].json", "*", "*/", "/*"),
        *("!a.json", "!b.json", "!x/", "!x", "!*.json", "!/x/y/", "!c.json", "!*/"),
        *("#a.json", "\\#a", "", " ", "!", "a.json ", "a.jso\\n", "a*", "x/y/"),
    ]
)
IGNORES = st.dictionaries(
    st.sampled_from(["", "x", "x/y", "z"]), st.lists(PATTERN, max_size=4), max_size=3
)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(IGNORES)
def test_git_and_the_linter_leave_out_the_same_files(ignores: dict[str, list[str]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        git("init", "-q", home)
        for name in FILES:
            path = Path(home, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}", encoding="utf-8")
        for folder, lines in ignores.items():
            text = "".join(f"{line}\n" for line in lines)
            Path(home, folder, ".gitignore").write_text(text, encoding="utf-8")
        listed = git("-C", home, "ls-files", "--others", "--exclude-standard", "*.json")
        found = [os.path.relpath(str(one), home) for one in find_files(home, ENDINGS)]
        found = [one for one in found if one.endswith(".json")]
        assert sorted(found) == sorted(listed.split())


def git(*arguments: str) -> str:
    """What git prints, without the settings of whoever runs the tests."""
    bare = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    run = subprocess.run(
        ["git", *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **bare},
    )
    return run.stdout
