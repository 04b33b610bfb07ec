"""The chart's scale, lines and marks: `chart`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from chart import Scale, Series, chart, legend
from tests.support.feed_rows import week

SVG = "{http://www.w3.org/2000/svg}"


def series(prices: str, marks: Mapping[str, Mapping[int, str]] | None = None) -> Series:
    """Return prices, a word a week, and marks by the number of their week."""
    return Series(
        {
            week(number): None if price == "-" else Decimal(price)
            for number, price in enumerate(prices.split())
        },
        {
            kind: {week(number): Decimal(price) for number, price in marked.items()}
            for kind, marked in (marks or {}).items()
        },
    )


def drawn(
    one: Series, scale: Scale | None = None
) -> tuple[dict[str | None, str | None], list[str]]:
    """Return the paths of a chart, by their classes, and its texts."""
    text = chart(one, scale or Scale.of(one), width="100%", height=100, most_dates=5)
    root = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
    paths = {path.get("class"): path.get("d") for path in root.iter(f"{SVG}path")}
    return paths, [found.text or "" for found in root.iter(f"{SVG}text")]


def test_a_price_is_as_high_as_it_is_dear_and_the_line_breaks_where_there_is_none() -> None:
    paths, _ = drawn(series("3.00 3.10 - 3.20 - 3.05 3.15"))
    assert paths["price"] == "M0 1000 167 500M500 0zM833 750 1000 250"


def test_the_newest_price_is_marked_and_told_even_where_later_weeks_have_none() -> None:
    paths, texts = drawn(series("3.00 3.20 3.10 -"))
    assert paths["newest"] == "M667 500z"
    assert texts[-1] == "$3.10"


def test_marks_have_a_shape_of_their_own_and_lie_on_their_prices_or_at_the_edge() -> None:
    marks = {"drop": {1: "3.00"}, "turn": {2: "3.10"}, "suspect": {1: "9.20"}}
    paths, _ = drawn(series("3.20 3.00 3.10", marks))
    assert [paths[kind] for kind in ("drop", "turn", "hole", "suspect")] == [
        "M500 1000z",
        "M1000 500z",
        "M1000 500z",
        "M500 0z",
    ]


def test_of_many_marks_none_hides_the_line() -> None:
    many = {"drop": dict.fromkeys(range(61), "3.00")}
    paths, _ = drawn(series("3.00 " * 61, many))
    ticks = paths["drop tick"] or ""
    assert "drop" not in paths
    assert ticks.startswith("M0 1030v60M17 1030v60")
    assert ticks.count("M") == 61


def test_a_legend_shows_a_kind_as_the_charts_have_it() -> None:
    none, few, many = (
        series("3.00 " * 61, {"drop": dict.fromkeys(range(count), "3.00")}) for count in (0, 60, 61)
    )
    assert legend("drop", 8, 6, none) == ""
    assert legend("drop", 8, 6, none, few) == '<path class="drop" d="M8 6z"/>'
    assert legend("drop", 8, 6, many) == '<path class="drop tick" d="M7 3v6M10 3v6"/>'
    assert legend("drop", 8, 6, few, many) == (
        '<path class="drop" d="M8 6z"/><path class="drop tick" d="M15 3v6M18 3v6"/>'
    )


@pytest.mark.parametrize(
    ("prices", "lines"),
    [
        ("3.00", ["$2.95", "$3.00", "$3.05"]),
        ("3.00 3.01", ["$2.95", "$3.00", "$3.05", "$3.10"]),
        ("1.00 40.00", ["$0.00", "$5.00", *(f"${5 * line}.00" for line in range(2, 9))]),
        ("3.012 3.388", ["$3.00", "$3.10", "$3.20", "$3.30", "$3.40"]),
        ("1.84 5.03", ["$1.00", "$2.00", "$3.00", "$4.00", "$5.00", "$6.00"]),
    ],
)
def test_the_scale_has_few_round_prices_around_all_there_are(prices: str, lines: list[str]) -> None:
    assert [text for _, text in Scale.of(series(prices)).prices()] == lines


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        ("2026-04-06", "2026-04-06", ["Apr 6"]),
        ("2026-01-19", "2026-04-06", ["Jan 19", "Feb 9", "Mar 2", "Mar 23"]),
        ("2025-04-07", "2026-04-06", ["Jul", "Oct", "2026", "Apr"]),
        ("2021-04-05", "2026-04-06", ["2022", "2023", "2024", "2025", "2026"]),
        ("1946-04-08", "2026-04-06", [str(year) for year in range(1950, 2021, 10)]),
        ("2007-10-29", "2026-04-06", ["2008", "2012", "2016", "2020", "2024"]),
    ],
)
def test_the_dates_below_are_few_and_evenly_apart(first: str, last: str, dates: list[str]) -> None:
    scale = Scale(date.fromisoformat(first), date.fromisoformat(last), 300, 400, 20)
    assert [text for _, text in scale.dates(5)] == dates


def test_a_part_keeps_the_marks_that_lie_in_it() -> None:
    part = series("3.00 2.90 2.80", {"drop": {1: "2.90", 2: "2.80"}}).since(week(2))
    assert part == Series({week(2): Decimal("2.80")}, {"drop": {week(2): Decimal("2.80")}})
