"""The page as a file: `python -m gas_notifier page`."""

import re
from pathlib import Path

import pytest

from gas_notifier.commands.page import main
from gas_prices.regions import REGIONS
from tests.unit.commands.conftest import Screen


def test_the_file_has_all_that_it_needs_within_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    assert main([f"FILE={file}", "REGIONS=buffalo,utica", "MIN_DROP_CENTS=3"]) == 0
    assert capsys.readouterr().err == f"Page: {file}\n"
    html = file.read_text()
    assert html.index("<h1>Gas in Buffalo") < html.index("<h1>Gas in Utica")
    assert "when a price falls 3 cents or more" in html
    assert "mail about a drop" in html
    addresses = set(re.findall(r'(?:href|src)="([^"]*)"', html))
    assert addresses - {"#buffalo", "#utica", "https://data.ny.gov/d/nqur-w4p7"} == {
        address for address in addresses if address.startswith("data:")
    }


def test_what_is_wrong_gets_one_line(screen: Screen) -> None:
    assert "regions: 'bufalo' is not a region" in screen.refusal(main, "REGIONS=bufalo")
    assert screen.failure(main, "FILE=/dev/full") == "/dev/full: No space left on device"


def test_all_regions_fit_into_one_file(tmp_path: Path) -> None:
    assert main([f"FILE={tmp_path / 'all.html'}", "REGIONS=all"]) == 0
    html = (tmp_path / "all.html").read_text()
    assert html.count("<article") == len(REGIONS)
