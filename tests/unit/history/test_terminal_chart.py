"""The chart in a terminal: `gas_notifier.history.terminal_chart`."""

from gas_notifier.history.replays import Replay, replay, windows
from gas_notifier.history.terminal_chart import chart_lines
from gas_prices.credible import Row
from gas_prices.rule import Rule
from tests.support.feed_rows import rows


def played(*regions: str, **series: str) -> Replay:
    [found] = replay([Rule(regions)], windows(rows(**series)))
    return found


def test_a_region_is_a_tall_chart_with_its_scale_and_the_mails_below_it() -> None:
    chart = chart_lines(played("albany", albany="3.00 2.90 - 3.10"), 80)

    assert list(chart) == [
        "Albany",
        "         $3.10    █",
        "                  █",
        "                  █",
        "               ▁  █",
        "               █  █",
        "               █  █",
        "               █  █",
        "         $2.90 █▁ █",
        "mails          ·1··",
        "",
        "A column is a week, its digit the mails of that time, + ten or more.",
    ]


def test_a_price_that_never_moves_is_a_flat_line() -> None:
    lines = list(chart_lines(played("albany", albany="3 3"), 80))
    assert lines[1].strip() == "$3.00"
    assert lines[8].split() == ["$3.00", "▁▁"]


def test_where_columns_are_few_weeks_share_them() -> None:
    # Two columns for five weeks, each with the mean of its weeks.
    chart = list(chart_lines(played("albany", albany="3.00 2.90 3.00 2.90 2.80"), 17))
    assert chart[1].split() == ["$2.95", "█"]
    assert chart[8].split() == ["$2.90", "█▁"]
    assert chart[9].split() == ["mails", "12"]
    assert chart[-1].startswith("A column is up to 3 weeks")


def test_more_than_nine_mails_in_a_column_are_a_plus() -> None:
    falling = " ".join(f"{300 - cents}e-2" for cents in range(12))
    lines = list(chart_lines(played("albany", albany=falling), 16))
    assert lines[9].split() == ["mails", "+"]


def test_more_than_three_regions_have_a_line_each() -> None:
    regions = ("albany", "utica", "nassau", "new_york_city")
    lines = list(
        chart_lines(
            played(*regions, albany="3 3.1", utica="3.1 3", nassau="- 3", new_york_city="- -"), 80
        )
    )
    assert lines[:5] == [
        "Albany         ▁█",
        "Utica          █▁",
        "Nassau         ·▁",
        "New York City  no price",
        "mails          ·1",
    ]


def test_years_are_named_where_they_begin_and_have_room(recorded: list[Row]) -> None:
    [found] = replay([Rule(("new_york_state",))], windows(recorded[-120:]))

    years = list(chart_lines(found, 80))[-2]

    # 65 columns for the weeks from 2023-12-18 on: 2024 begins too soon after 2023 to be named.
    assert years.split() == ["2023", "2025", "2026"]
    assert len(years) <= 80


def test_no_line_is_longer_than_it_may_be(recorded: list[Row]) -> None:
    [found] = replay([Rule(("new_york_state", "buffalo"))], windows(recorded))
    lines = list(chart_lines(found, 80))
    assert max(map(len, lines)) == 80
    assert not any(line.endswith(" ") for line in lines)
