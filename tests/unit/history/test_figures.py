"""The figures of a replay, each against an example small enough to be counted by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from gas_notifier.history.figures import Drop, Figures, Silence, SuspectPrice
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

ANY_DROP = Rule(("albany",))
FIVE_CENTS = Rule(("albany",), min_drop_cents=5)

PRICES = rows(albany="3.00 2.98 2.99 2.90 2.90 3.05 3.00")
"""With any drop told: 2 cents in week 1, 9 in week 3, 5 in week 6. With five cents: 10 in week 3,
from the 3.00 of week 0, and 5 in week 6."""


def figures(rule: Rule, prices: Sequence[Row], tank_gallons: str = "12") -> Figures:
    [played] = replay([rule], windows(prices))
    return Figures.of(played, Decimal(tank_gallons))


class TestNotices:
    def test_are_the_weeks_with_a_drop_without_the_first_notice(self) -> None:
        assert figures(ANY_DROP, PRICES).notices == 3
        assert figures(FIVE_CENTS, PRICES).notices == 2

    def test_are_one_a_week_however_many_regions_fall(self) -> None:
        prices = rows(albany="3.00 2.99", utica="3.00 2.99")
        assert figures(Rule(("albany", "utica")), prices).notices == 1

    def test_a_year_are_those_between_the_first_week_and_the_last(self) -> None:
        # 3 in 6 weeks, which are 42 days.
        assert figures(ANY_DROP, PRICES).notices_a_year == pytest.approx(
            Decimal(3) * Decimal("365.25") / 42
        )

    def test_a_year_and_silences_are_counted_from_the_regions_first_price(self) -> None:
        late = rows(albany="- - - - - - - 3.00 2.98 2.99 2.90 2.90 3.05 3.00")
        whole, late_figures = figures(ANY_DROP, PRICES), figures(ANY_DROP, late)
        assert late_figures.notices_a_year == whole.notices_a_year
        assert late_figures.longest_silence == Silence(3, week(10), week(13), lasting=False)

    def test_a_year_cannot_be_told_from_one_week(self) -> None:
        assert figures(ANY_DROP, PRICES[:1]).notices_a_year is None

    def test_by_year_names_the_years_without_one_too(self) -> None:
        prices = [
            Row(date(2024, 12, 23), {"albany": Decimal("3.00")}),
            Row(date(2024, 12, 30), {"albany": Decimal("2.99")}),
            Row(date(2025, 1, 6), {"albany": Decimal("3.00")}),
            Row(date(2026, 1, 5), {"albany": Decimal("2.98")}),
        ]
        assert figures(ANY_DROP, prices).notices_by_year == {2024: 1, 2025: 0, 2026: 1}


class TestLongestSilence:
    def test_is_between_two_notices(self) -> None:
        assert figures(ANY_DROP, PRICES).longest_silence == Silence(
            3, week(3), week(6), lasting=False
        )

    def test_can_begin_with_the_first_week(self) -> None:
        prices = rows(albany="3 3 3 2.9 2.8")
        assert figures(ANY_DROP, prices).longest_silence == Silence(
            3, week(0), week(3), lasting=False
        )

    def test_can_last_to_this_day(self) -> None:
        prices = rows(albany="3 2.9 3 3 3")
        assert figures(ANY_DROP, prices).longest_silence == Silence(
            3, week(1), week(4), lasting=True
        )

    def test_is_all_there_is_when_nothing_is_told(self) -> None:
        prices = rows(albany="3 3 3")
        assert figures(ANY_DROP, prices).longest_silence == Silence(
            2, week(0), week(2), lasting=True
        )

    def test_is_the_earliest_of_several(self) -> None:
        prices = rows(albany="3 3 2.9 2.9 2.8 2.8")
        assert figures(ANY_DROP, prices).longest_silence == Silence(
            2, week(0), week(2), lasting=False
        )

    def test_is_over_a_year_from_53_weeks_on(self) -> None:
        assert not Silence.between(week(0), week(52)).is_over_a_year
        assert Silence.between(week(0), week(53)).is_over_a_year


class TestDrops:
    def test_their_median_is_of_all_that_were_told(self) -> None:
        assert figures(ANY_DROP, PRICES).median_drop_cents == 5
        # Of 5 and 10.
        assert figures(FIVE_CENTS, PRICES).median_drop_cents == Decimal("7.5")

    def test_the_largest_is_named_by_its_region_and_week(self) -> None:
        assert figures(ANY_DROP, PRICES).largest_drop == Drop(week(3), "albany", Decimal(9))

    def test_the_largest_is_the_earliest_of_several(self) -> None:
        prices = rows(albany="3.00 2.95 2.90")
        assert figures(ANY_DROP, prices).largest_drop == Drop(week(1), "albany", Decimal(5))

    def test_each_region_of_a_notice_has_its_own(self) -> None:
        prices = rows(albany="3.00 2.99", utica="3.00 2.97", nassau="3.00 2.96")
        found = figures(Rule(("albany", "utica", "nassau")), prices)
        # 1, 3 and 4 cents.
        assert found.median_drop_cents == 3
        assert found.largest_drop == Drop(week(1), "nassau", Decimal(4))
        assert found.saved_on_a_tank_cents == Decimal(8) / 3 * 12

    def test_a_tank_saves_the_mean_drop_on_every_gallon(self) -> None:
        # 2, 9 and 5 cents.
        assert figures(ANY_DROP, PRICES).saved_on_a_tank_cents == Decimal(64)
        # 5 and 10 cents.
        assert figures(FIVE_CENTS, PRICES, tank_gallons="10").saved_on_a_tank_cents == 75

    def test_there_are_none_when_nothing_is_told(self) -> None:
        found = figures(ANY_DROP, rows(albany="3 3"))
        assert found.median_drop_cents is None
        assert found.largest_drop is None
        assert found.saved_on_a_tank_cents is None


class TestFalls:
    def test_are_untold_when_no_notice_of_that_week_tells_of_them(self) -> None:
        any_drop, five_cents = figures(ANY_DROP, PRICES), figures(FIVE_CENTS, PRICES)
        # In the weeks 1, 3 and 6; the 2 cents of week 1 are told later, as part of the 10.
        assert (any_drop.falls, any_drop.untold_falls) == (3, 0)
        assert (five_cents.falls, five_cents.untold_falls) == (3, 1)

    def test_are_counted_for_each_region(self) -> None:
        prices = rows(albany="3.00 2.99 2.99", utica="3.00 2.97 2.96", nassau="3.00 3.01 3.00")
        found = figures(Rule(("albany", "utica"), min_drop_cents=2), prices)
        # Albany's cent, and the second of Utica's; Nassau is not watched.
        assert (found.falls, found.untold_falls) == (3, 2)

    def test_are_not_known_where_a_price_is_missing(self) -> None:
        found = figures(ANY_DROP, rows(albany="3.00 - 2.99 - 2.98 2.97", utica="3 3 3 3 3 3"))
        assert found.falls == 1

    def test_are_not_known_where_a_price_is_suspect(self) -> None:
        found = figures(ANY_DROP, rows(albany="3.00 4.00 3.00 2.00 3.00"))
        assert (found.falls, found.untold_falls) == (0, 0)

    def test_before_the_first_week_played_are_not_counted(self) -> None:
        [played] = replay([ANY_DROP], windows(rows(albany="3.00 2.99 2.98"), since=week(1)))
        assert Figures.of(played, Decimal(12)).falls == 1


def test_suspect_prices_are_those_of_the_watched_regions() -> None:
    prices = rows(albany="3 4 3 3", utica="3 3 3 2", nassau="3 4 4 4")
    assert figures(Rule(("utica", "albany")), prices).suspect_prices == [
        SuspectPrice(week(1), "albany", Decimal(4)),
        SuspectPrice(week(3), "utica", Decimal(2)),
    ]
