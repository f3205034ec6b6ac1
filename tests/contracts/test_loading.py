"""Which contracts are one object: it is a key of caches, so two would be worked out twice."""

import shutil
from pathlib import Path

from contractkit import load
from contractkit.contracts.loading import (
    find_shipped_folder,
    load_default,
    load_for_tenant,
    load_other_contracts,
    load_other_versions,
    read_catalog,
)

TENANT = {"plus_e164": True}


def test_a_shipped_contract_is_always_the_same_object() -> None:
    contracts = read_catalog()["contracts"]
    for name, entry in contracts.items():
        own = load(name)
        assert load(f"{name}@{entry['default']}", schemas=find_shipped_folder()) is own
        assert load_for_tenant([name], {}) == [own]
        assert load_other_contracts(own) == [load(other) for other in contracts if other != name]
        earlier, later = load_other_versions(own)
        assert all(load(str(version)) is version for version in earlier + later)
    assert load_default() is load()


def test_a_contract_of_a_folder_whose_files_may_change_is_read_again(tmp_path: Path) -> None:
    folder = shutil.copytree(find_shipped_folder(), tmp_path / "schemas")
    first = load(schemas=str(folder))
    catalog = folder / first.name / first.version / "contract.json"
    catalog.write_text(catalog.read_text("utf-8").replace(first.data["title"], "Another title"))
    assert load(schemas=str(folder)).data["title"] == "Another title"


def test_the_settings_of_a_tenant_are_those_of_one_contract_only() -> None:
    assert load(tenant=TENANT) is not load()
    assert (load(tenant=TENANT).tenant, load().tenant) == (TENANT, {})
