"""The chart as a file: `gas_notifier.history.chart`."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gas_notifier.history import chart
from gas_notifier.history.replays import Replay, replay, windows
from gas_prices.fuels import DEFAULT
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support.feed_rows import rows

PRICES = rows(
    albany="3.00 2.98 2.99 2.90 - 3.05 3.00",
    utica="3.00 4.00 3.00 2.90 2.90 3.05 3.00",
)
SVG = "{http://www.w3.org/2000/svg}"


def played(*regions: str) -> Replay:
    [found] = replay([Rule(regions, min_drop_cents=5)], windows(PRICES))
    return found


def drawn(path: Path, *regions: str) -> ET.Element:
    """Return the root of the file that a replay of some regions is drawn into."""
    chart.write(path / "chart.svg", DEFAULT, played(*regions))
    return ET.parse(path / "chart.svg").getroot()


def test_it_says_what_it_shows_in_text(tmp_path: Path) -> None:
    root = drawn(tmp_path, "utica", "albany", "nassau")
    rule = "A mail when a price falls 5 cents or more from its highest since the last mail about it"
    panels = ["Utica: 2 drops told", "Albany: 2 drops told", "Nassau: no price"]
    assert root.findtext(f"{SVG}title") == rule
    assert root.findtext(f"{SVG}desc") == "; ".join(panels)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert texts[:2] == [
        rule,
        f"{chart.SOURCE.format('regular')}, 2025-01-06 to 2025-02-17.",
    ]
    assert [text for text in texts if ": " in text][1:] == panels
    assert texts[2:5] == ["price of a gallon", "mail about a drop", "price not believed"]


def test_what_is_nowhere_in_the_chart_is_not_in_its_legend(tmp_path: Path) -> None:
    texts = [text.text for text in drawn(tmp_path, "albany").iter(f"{SVG}text")]
    assert "price not believed" not in texts
    assert "mail about a turn upward" not in texts


def test_a_drop_and_a_turn_of_one_mail_are_marked_as_what_they_are(tmp_path: Path) -> None:
    prices = rows(utica="3.20 3.10 3.15", albany="3.20 3.20 3.10")
    [found] = replay([Rule(("albany", "utica"), min_rise_cents=5)], windows(prices))
    chart.write(tmp_path / "chart.svg", DEFAULT, found)
    root = ET.parse(tmp_path / "chart.svg").getroot()
    assert root.findtext(f"{SVG}desc") == "Albany: 1 drop told; Utica: 1 drop and 1 turn told"
    assert "mail about a turn upward" in [text.text for text in root.iter(f"{SVG}text")]


def test_panels_share_one_scale(tmp_path: Path) -> None:
    dearest = [
        panel.findall(f"{SVG}text")[-2].text
        for panel in drawn(tmp_path, "utica", "albany").iter(f"{SVG}svg")
        if panel.get("class") == "chart"
    ]
    assert len(set(dearest)) == 1


@pytest.mark.parametrize(
    ("regions", "size"), [(("albany",), "880 426"), (tuple(REGIONS)[:5], "880 678")]
)
def test_it_is_as_high_as_its_panels_need(
    tmp_path: Path, regions: tuple[str, ...], size: str
) -> None:
    assert drawn(tmp_path, *regions).get("viewBox") == f"0 0 {size}"


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        chart.write(tmp_path / "nowhere" / "chart.svg", DEFAULT, played("albany"))
