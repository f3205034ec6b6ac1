"""The reports in a real browser: axe-core finds nothing serious, nothing is cut at the side."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contractkit.fuzz.reports.html import write as write_fuzz_report
from contractkit.fuzzclient.reports.html import write as write_client_report
from tests.emulator.page.axe import find_axe, list_serious
from tests.emulator.page.browser import NARROW, WIDE, Page, start
from tests.fuzz.test_html import make_report as make_fuzz_report
from tests.fuzzclient.test_reports import make_report as make_client_report

REPORTS: dict[str, Callable[[], str]] = {
    "fuzz": lambda: write_fuzz_report(make_fuzz_report()),
    "nothing found": lambda: write_fuzz_report(make_fuzz_report(failures=(), stopped="")),
    "client": lambda: write_client_report(make_client_report()),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    find_axe()
    driver = start(tmp_path_factory.mktemp("profile"))
    yield Page(driver, "file://")
    driver.quit()


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(REPORTS[request.param](), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("size", "dark"),
    [(WIDE, False), (WIDE, True), (NARROW, False), (NARROW, True)],
    ids=["wide, light", "wide, dark", "narrow, light", "narrow, dark"],
)
def test_a_report_is_readable(page: Page, report: Path, size: tuple[int, int], dark: bool) -> None:
    page.resize(*size, dark=dark)
    page.visit(str(report))
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert list_serious(page.driver) == []
    assert page.run("return document.documentElement.scrollWidth") <= size[0]
