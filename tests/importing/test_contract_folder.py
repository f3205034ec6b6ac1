"""A contract is written whole or not at all, whatever stands in the folder already."""

import errno
import os
from pathlib import Path

import pytest

from contractkit.errors import OutputFolderError
from tests.importing.making import make, wrap


def list_files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "api.yaml"
    }


@pytest.mark.parametrize(
    ("update", "stop"),
    [*((False, stop) for stop in range(1, 7)), *((True, stop) for stop in range(1, 9))],
)
def test_what_fails_on_the_way_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int, *, update: bool
) -> None:
    make(tmp_path, wrap("{type: string, example: x}"), name="api" if update else "other")
    before, moved = list_files(tmp_path), []
    replace = os.replace

    def fail_once(source: str, target: str) -> None:
        moved.append(target)
        if len(moved) == stop:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_once)
    with pytest.raises(OSError, match="cross-device"):
        make(tmp_path, wrap("{type: string, minLength: 3, example: xyz}"), update=update)
    assert list_files(tmp_path) == before
    assert update or not (tmp_path / "contracts" / "api").exists()


def test_a_folder_that_is_empty_or_the_working_one_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contractkit.importing.creation import create_contract

    (tmp_path / "api.yaml").write_text(wrap("{type: string}"))
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    made = create_contract("api", "../api.yaml", ".")
    assert sorted(os.listdir(home)) == ["api", "catalog.json"]
    assert str(made.contract) == "api@1.0.0"


@pytest.mark.parametrize("home", ["file", "no/such/folder"])
def test_a_place_where_no_folder_can_be(tmp_path: Path, home: str) -> None:
    from contractkit.importing.creation import create_contract

    (tmp_path / "api.yaml").write_text(wrap("{type: string}"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFolderError):
        create_contract("api", str(tmp_path / "api.yaml"), str(tmp_path / home))
    assert sorted(os.listdir(tmp_path)) == ["api.yaml", "file"]


def test_a_folder_of_that_name_that_is_no_contract_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "contracts" / "api").mkdir(parents=True)
    with pytest.raises(OutputFolderError, match="exists already"):
        make(tmp_path, wrap("{type: string}"))
