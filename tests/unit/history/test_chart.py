"""The chart as a file: `gas_notifier.history.chart`."""

import re
import struct
from pathlib import Path

import pytest

from gas_notifier.history import chart
from gas_notifier.history.replays import Replay, replay, windows
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support.feed_rows import rows

PRICES = rows(
    albany="3.00 2.98 2.99 2.90 - 3.05 3.00",
    utica="3.00 4.00 3.00 2.90 2.90 3.05 3.00",
)


def played(*regions: str) -> Replay:
    [found] = replay([Rule(regions, min_drop_cents=5)], windows(PRICES))
    return found


def comments(path: Path) -> list[str]:
    """Return what an SVG file says, of which matplotlib draws each letter, in its comments."""
    return re.findall("<!-- (.*) -->", path.read_text())


def test_a_panel_a_region_says_how_often_it_was_told(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    replayed = played("utica", "albany")
    chart.write(path, replayed)

    texts = comments(path)

    assert f"A mail when a price {replayed.rule.in_words()}" in texts
    assert [text for text in texts if "drops told" in text] == [
        "Utica: 2 drops told",
        "Albany: 2 drops told",
    ]
    assert texts[-3:] == [
        "price of a gallon, weekly average",
        "drop told in a mail",
        "price not believed",
    ]


def test_what_is_nowhere_in_the_chart_is_not_in_its_legend(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    chart.write(path, played("albany"))
    assert "price not believed" not in comments(path)


def test_the_same_replay_makes_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "other"):
        chart.write(tmp_path / f"{name}.svg", played("albany"))
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


@pytest.mark.parametrize(
    ("regions", "size"),
    [
        (("albany",), (1100, 420)),
        (("albany", "utica", "nassau"), (1100, 700)),
        # In two columns.
        (tuple(REGIONS)[:5], (1100, 700)),
    ],
)
def test_it_is_as_high_as_its_panels_need(
    tmp_path: Path, regions: tuple[str, ...], size: tuple[int, int]
) -> None:
    path = tmp_path / "chart.png"
    chart.write(path, played(*regions))

    content = path.read_bytes()

    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == size


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        chart.write(tmp_path / "nowhere" / "chart.svg", played("albany"))
