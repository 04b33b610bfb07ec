"""The report of a replay: `gas_notifier.history.report`."""

import json
from decimal import Decimal

import pytest

from gas_notifier.history import report
from gas_notifier.history.figures import Figures
from gas_notifier.history.replays import Replay, replay, windows
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support.feed_rows import rows

TANK = Decimal(12)
PRICES = rows(albany="3.00 2.98 2.99 2.90 2.90 3.05 3.00", utica="3 3 4 3 3 3 3")
RULES = {
    "mine": Rule(("albany", "utica"), min_drop_cents=5),
    "never": Rule(("albany",), below=Decimal("1.5")),
}


@pytest.fixture
def replays() -> dict[str, Replay]:
    return dict(zip(RULES, replay(list(RULES.values()), windows(PRICES)), strict=True))


@pytest.fixture
def figures(replays: dict[str, Replay]) -> dict[str, Figures]:
    return {name: Figures.of(played) for name, played in replays.items()}


def quiet(weeks: str) -> Figures:
    """Return the figures of a price that falls in the weeks that are marked with a 2."""
    [played] = replay([Rule(("albany",))], windows(rows(albany=weeks)))
    return Figures.of(played)


def test_the_heading_says_what_was_played(replays: dict[str, Replay]) -> None:
    words, played = report.heading(replays["mine"])
    assert " ".join(words.split()) == f"Your rule: a mail when a price {RULES['mine'].in_words()}."
    assert played == "Played: 7 weeks of Albany, Utica, 2025-01-06 to 2025-02-17."


def test_the_heading_says_which_regions_begin_later_than_the_first() -> None:
    weeks = rows(albany="- 3 3 3", utica="- - 3 3", nassau="- - - -", ithaca="3 3 3 3")
    [played] = replay([Rule(("albany", "utica", "nassau"))], windows(weeks))
    assert list(report.heading(played))[1:] == [
        "Played: 3 weeks of Albany, Utica, Nassau, 2025-01-13 to 2025-01-27.",
        "Of some the prices begin later: Utica\N{NO-BREAK SPACE}2025-01-20.",
    ]


def test_the_heading_does_not_list_all_regions() -> None:
    [played] = replay([Rule(tuple(REGIONS))], windows(PRICES))
    assert "Played: 7 weeks of all regions, 2025-01-06 to 2025-02-17." in report.heading(played)


def test_each_rule_has_a_cell_for_each_column(figures: dict[str, Figures]) -> None:
    assert [list(report.cells(figures[name])) for name in RULES] == [
        # 104 mails a year.
        ["2", "17.4", "3 wk", "7.5c", "10c", "1"],
        ["0", "0.0", "6 wk", "-", "-", "3"],
    ]
    assert [list(report.later_cells(figures[name])) for name in RULES] == [
        # After the drop of week 3 the price stays, and the other is in the last week. In Albany one
        # who fills up in week 4 buys at 2.90 what is 3.05 in week 5: 15 cents in 7 weeks of two
        # regions. One who waits then fills up in all other weeks, which comes to the opposite.
        ["0%", "-", "0", "-", "-1.1 +0.4", "+1.1 -0.4"],
        ["-", "-", "0", "-", "+0.0 +0.0", "+0.0 +0.0"],
    ]


def test_one_week_alone_has_no_number_of_mails_a_year() -> None:
    assert list(report.cells(quiet("3"))) == ["0", "-", "0 wk", "-", "-", "0"]


def test_from_a_dollar_on_amounts_are_in_dollars() -> None:
    [played] = replay([Rule(("albany",), min_drop_cents=100)], windows(rows(albany="4 3.5 2.99")))
    assert list(report.cells(Figures.of(played)))[3:5] == ["$1.01", "$1.01"]


def test_without_a_price_there_is_nothing_to_act_on() -> None:
    [played] = replay([Rule(("nassau",))], windows(PRICES))
    assert list(report.later_cells(Figures.of(played)))[-2:] == ["-", "-"]


def test_the_details_are_what_the_table_has_no_room_for(figures: dict[str, Figures]) -> None:
    assert list(report.details(figures["mine"], Decimal("12.5"))) == [
        "Longest silence: 2025-01-06 to 2025-01-27.",
        "Largest drop: Albany, 2025-01-27.",
        "Weekly falls: 3.",
        (
            "Lower, higher: after the drops and the turns told. Acted on: cents a gallon that it "
            "costs, or saves where negative, beside buying week by week; first when done one week "
            "after the date of a mail's prices, then when two weeks after; with a tank of "
            "12.5 gallons, 6.25 used a week."
        ),
        "Suspect prices met: Utica\N{NO-BREAK SPACE}2025-01-20\N{NO-BREAK SPACE}$4.",
        "Mails by year: 2025\N{NO-BREAK SPACE}2.",
    ]


def test_the_details_of_a_rule_that_tells_nothing_name_no_drop(figures: dict[str, Figures]) -> None:
    details = list(report.details(figures["never"], TANK))
    assert not any("Largest" in line for line in details)
    assert "Suspect prices met: none." in details


@pytest.mark.parametrize(
    ("weeks", "warnings"),
    [
        ("3" + " 3" * 53, ['"mine" would never have told of a drop']),
        ("3 3", []),
        ("3 2.9" + " 3" * 53, ['"mine" has been silent since 2025-01-13, for 53 weeks']),
        (
            "3 2.9" + " 3" * 53 + " 2.9",
            ['"mine" was silent for 54 weeks, from 2025-01-13 to 2026-01-26'],
        ),
        ("3 2.9" + " 3" * 52, []),
    ],
    ids=["never", "never, in two weeks", "still silent", "once silent", "a year, and no more"],
)
def test_a_rule_that_was_silent_for_more_than_a_year_is_warned_of(
    weeks: str, warnings: list[str]
) -> None:
    assert list(report.warnings({"mine": quiet(weeks)})) == warnings


def test_the_numbers_for_machines_are_those_of_the_figures(replays: dict[str, Replay]) -> None:
    numbers = json.loads(json.dumps(report.numbers(replays, Decimal("12.5"))))

    mine, never = numbers.pop("rules")
    assert numbers == {
        "weeks": 7,
        "first_week": "2025-01-06",
        "last_week": "2025-02-17",
        "first_weeks": {"albany": "2025-01-06", "utica": "2025-01-06"},
        "tank_gallons": 12.5,
        "warnings": [],
    }
    assert mine == {
        "name": "mine",
        "in_words": RULES["mine"].in_words(),
        "settings": {
            "regions": ["albany", "utica"],
            "min_drop_cents": 5,
            "below": None,
            "lowest_in_weeks": None,
            "min_rise_cents": None,
            "quiet_weeks": None,
            "record": "every-week",
        },
        "figures": {
            "notices": 2,
            "notices_a_year": 17.393,
            "notices_by_year": {"2025": 2},
            "longest_silence": {
                "weeks": 3,
                "start": "2025-01-06",
                "end": "2025-01-27",
                "lasting": False,
            },
            "median_drop_cents": 7.5,
            "largest_drop": {"week": "2025-01-27", "region": "albany", "cents": 10},
            "lower_a_week_later": 0,
            "lower_four_weeks_later": None,
            "turns": 0,
            "higher_a_week_after_turn": None,
            "acted_on": {
                "fill_up_a_week_late": -1.071,
                "fill_up_two_weeks_late": 0.357,
                "wait_a_week_late": 1.071,
                "wait_two_weeks_late": -0.357,
            },
            "falls": 3,
            "untold_falls": 1,
            "suspect_prices": [{"week": "2025-01-20", "region": "utica", "price": 4}],
        },
    }
    assert never["settings"]["below"] == 1.5
    assert never["figures"]["largest_drop"] is None
