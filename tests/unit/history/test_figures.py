"""The edges of a replay's figures, which those of the real weeks do not show."""

from datetime import date
from decimal import Decimal

import pytest

from gas_notifier.history.figures import Drop, Figures, Silence
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

ANY_DROP = Rule(("albany",))


def figures(prices: str, **others: str) -> Figures:
    """Return the figures of Albany's prices, with any drop told."""
    [played] = replay([ANY_DROP], windows(rows(albany=prices, **others)))
    return Figures.of(played)


def test_one_week_alone_has_no_mails_a_year_and_no_drop() -> None:
    found = figures("3.00")
    assert found.notices_a_year is None
    assert found.median_drop_cents is None
    assert found.largest_drop is None
    assert found.lower_a_week_later is None
    assert found.higher_a_week_after_turn is None


def test_a_region_that_never_has_a_price_is_nothing_to_act_on() -> None:
    assert figures("- - -", utica="3 3 3").acted_on is None


def test_a_week_that_was_not_published_says_nothing_of_what_followed() -> None:
    # A week after the drop of week 1 there is no price; four weeks after it there is.
    found = figures("3.00 2.90 - 2.90 2.90 2.95")
    assert found.lower_a_week_later is None
    assert found.lower_four_weeks_later == 0


def test_a_year_and_silences_are_counted_from_the_regions_first_price() -> None:
    prices = "3.00 2.98 2.99 2.90 2.90 3.05 3.00"
    late = figures(f"- - - - - - - {prices}")
    assert late.notices_a_year == figures(prices).notices_a_year
    assert late.longest_silence == Silence(3, week(10), week(13), lasting=False)


def test_a_year_without_a_mail_is_named_too() -> None:
    days = (date(2024, 12, 23), date(2024, 12, 30), date(2025, 1, 6), date(2026, 1, 5))
    prices = [
        Row(day, {"albany": Decimal(price)})
        for day, price in zip(days, ["3.00", "2.99", "3.00", "2.98"], strict=True)
    ]
    [played] = replay([ANY_DROP], windows(prices))
    assert Figures.of(played).notices_by_year == {2024: 1, 2025: 0, 2026: 1}


@pytest.mark.parametrize(
    ("prices", "silence"),
    [
        pytest.param("3 3 3 2.9 2.8", Silence(3, week(0), week(3), lasting=False), id="first"),
        pytest.param("3 2.9 3 3 3", Silence(3, week(1), week(4), lasting=True), id="last"),
        pytest.param("3 3 3", Silence(2, week(0), week(2), lasting=True), id="all there is"),
        pytest.param("3 3 2.9 2.9 2.8", Silence(2, week(0), week(2), lasting=False), id="earliest"),
    ],
)
def test_the_longest_silence_is_the_earliest_between_mails_or_before_or_after_them(
    prices: str, silence: Silence
) -> None:
    assert figures(prices).longest_silence == silence


def test_a_silence_is_over_a_year_from_53_weeks_on() -> None:
    assert not Silence.between(week(0), week(52)).is_over_a_year
    assert Silence.between(week(0), week(53)).is_over_a_year


def test_the_largest_drop_is_the_earliest_of_several() -> None:
    assert figures("3.00 2.95 2.90").largest_drop == Drop(week(1), "albany", Decimal(5))


@pytest.mark.parametrize(("prices", "falls"), [("3 - 2.9 - 2.9 2.8", 1), ("3 4 3 2 3", 0)])
def test_a_fall_is_not_known_where_a_price_is_missing_or_suspect(prices: str, falls: int) -> None:
    found = figures(prices)
    assert (found.falls, found.untold_falls) == (falls, 0)


def test_falls_before_the_first_week_played_are_not_counted() -> None:
    [played] = replay([ANY_DROP], windows(rows(albany="3.00 2.99 2.98"), since=week(1)))
    assert Figures.of(played).falls == 1
