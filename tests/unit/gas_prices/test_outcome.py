"""What comes of a look, sentence by sentence of the rule.

Rows are written oldest first, a word a week. Most tests show the rule its rows several times: up to
some week, each as it comes, which makes the newest record, and then all of them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from gas_prices.credible import Row, judge
from gas_prices.notice import High, Notice
from gas_prices.outcome import Outcome, apply
from gas_prices.record import Record
from gas_prices.rule import Mode, Rule
from gas_prices.tell import tell
from tests.support.feed_rows import rows, week

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

ALBANY = Rule(regions=("albany",))
FIVE_CENTS = Rule(regions=("albany",), min_drop_cents=5)
THREE_DOLLARS = Rule(regions=("albany",), below=Decimal(3))
LOWEST_IN_3 = Rule(regions=("albany",), lowest_in_weeks=3)


def after(known: int, rule: Rule, **series: str) -> Outcome:
    """Apply the rule to all rows when the first `known` of them were recorded week by week."""
    weeks = rows(**series)
    newest = None
    for count in range(1, known + 1):
        newest = apply(rule, weeks[:count], newest).records[-1]
    return apply(rule, weeks, newest)


def told(record: Record) -> dict[str, tuple[str, str | None]]:
    """Return each region of the record's notice: its price, and the high that it fell from."""
    regions = record.notice.regions if record.notice else ()
    return {
        region.region: (str(region.price), str(region.high.price) if region.high else None)
        for region in regions
    }


def high(price: str, number: int) -> High:
    return High(Decimal(price), week(number))


class TestAnEmptyTable:
    def test_begins_with_the_newest_row_and_a_first_notice_that_tells_no_fall(self) -> None:
        outcome = apply(ALBANY, rows(albany="3.10 3.05 3.00", utica="3.30 3.40 3.40"), None)
        [record] = outcome.records
        assert record.week == outcome.newest_week == week(2)
        assert record.highs == {"albany": high("3.00", 2), "utica": high("3.40", 2)}
        assert told(record) == {"albany": ("3.00", None)}
        assert record.notice is not None
        assert record.notice.kind == "first"
        [region] = record.notice.regions
        assert (region.week_ago, region.falling_weeks) == (Decimal("3.05"), 2)

    def test_the_first_notice_is_of_all_watched_prices_whatever_a_drop_must_be(self) -> None:
        rule = Rule(("nassau", "ithaca", "albany", "utica"), 50, Decimal(2), 9)
        weeks = rows(albany="3.00 3.10", utica="3.00 -", nassau="3.00 4.00", ithaca="3.00 3.10")
        [record] = apply(rule, weeks, None).records
        assert told(record) == {"ithaca": ("3.10", None), "albany": ("3.10", None)}

    @pytest.mark.parametrize("mode", ["every-week", "drops"])
    def test_without_any_watched_price_there_is_no_notice(self, mode: Mode) -> None:
        weeks = rows(albany="3.00 3.00", utica="3.00 -")
        records = apply(Rule(("utica",), record=mode), weeks, None).records
        assert [record.notice for record in records] == ([None] if mode == "every-week" else [])


class TestWhichWeeksAreNew:
    def test_those_after_the_newest_record_are_recorded_oldest_first(self) -> None:
        outcome = after(2, ALBANY, albany="3.10 3.05 3.20 4.20 3.30")
        assert [record.week for record in outcome.records] == [week(2), week(3), week(4)]
        # Each with its own prices, and only the newest with a notice.
        assert [record.suspect for record in outcome.records] == [
            {},
            {"albany": Decimal("4.2")},
            {},
        ]
        assert not any(map(told, outcome.records[:-1]))

    @pytest.mark.parametrize(
        "shown",
        [
            pytest.param("3.10 3.05 3.00", id="nothing new"),
            pytest.param("3.10 2.95 2.90", id="revised weeks"),
            pytest.param("3.10", id="a feed that goes backwards"),
        ],
    )
    def test_what_is_recorded_is_not_new(self, shown: str) -> None:
        [newest] = apply(ALBANY, rows(albany="3.10 3.05 3.00"), None).records
        outcome = apply(ALBANY, rows(albany=shown), newest)
        assert (outcome.records, outcome.newest_week) == ((), week(2))

    def test_a_week_published_late_between_recorded_ones_is_not_recorded(self) -> None:
        weeks = rows(albany="3.10 3.05 3.00")
        [first] = apply(ALBANY, weeks[:1], None).records
        [third] = apply(ALBANY, [weeks[0], weeks[2]], first).records
        # A step of fourteen days is a step like any other.
        assert told(third) == {"albany": ("3.00", "3.10")}
        assert apply(ALBANY, weeks, third).records == ()

    def test_old_ones_are_recorded_but_not_told_and_what_fell_meanwhile_is_told_later(self) -> None:
        weeks = rows(albany="3.10 3.05 3.04")
        [first] = apply(ALBANY, weeks[:1], None).records
        [second] = apply(ALBANY, weeks[:2], first, news_since=week(2)).records
        assert second.notice is None
        [third] = apply(ALBANY, weeks, second, news_since=week(2)).records
        assert told(third) == {"albany": ("3.04", "3.10")}
        assert apply(ALBANY, weeks[:1], None, news_since=week(1)).records == ()


class TestADrop:
    @pytest.mark.parametrize(
        ("rule", "known", "prices", "expected"),
        [
            pytest.param(ALBANY, 1, "3.10 3.09", "3.10", id="a cent less"),
            pytest.param(ALBANY, 1, "3.10 3.10", None, id="the same"),
            pytest.param(ALBANY, 1, "3.10 3.11", None, id="more"),
            pytest.param(ALBANY, 1, "3.10 -", None, id="no price"),
            pytest.param(ALBANY, 1, "3.10 2.40", None, id="a suspect price"),
            pytest.param(ALBANY, 2, "3.10 4.10 3.05", "3.10", id="after a suspect price"),
            pytest.param(ALBANY, 1, "3.10 3.05 3.00", "3.10", id="two weeks at once"),
            pytest.param(ALBANY, 1, "3.10 3.20 3.15", "3.20", id="from a high among them"),
            pytest.param(ALBANY, 1, "3.10 3.00 3.04", "3.10", id="with a rise among them"),
            pytest.param(ALBANY, 1, "3.10 3.00 3.10", None, id="that is over"),
            pytest.param(FIVE_CENTS, 1, "3.10 3.04", "3.10", id="more than five cents"),
            pytest.param(FIVE_CENTS, 1, "3.10 3.05", "3.10", id="just five cents"),
            pytest.param(FIVE_CENTS, 1, "3.10 3.0501", None, id="not quite five cents"),
            pytest.param(FIVE_CENTS, 3, "3.10 3.08 3.06 3.05", "3.10", id="that adds up"),
            pytest.param(THREE_DOLLARS, 1, "3.10 3.00", "3.10", id="to three dollars"),
            pytest.param(THREE_DOLLARS, 1, "3.10 3.01", None, id="to a cent over it"),
            pytest.param(LOWEST_IN_3, 4, "2.90 3.10 3.05 3.20 3.04", "3.20", id="below all three"),
            pytest.param(LOWEST_IN_3, 4, "3.30 3.10 3.05 3.20 3.05", None, id="equal to one"),
            pytest.param(LOWEST_IN_3, 4, "3.30 3.04 3.05 3.20 3.05", None, id="above the oldest"),
            pytest.param(LOWEST_IN_3, 4, "3.05 3.10 3.06 3.20 3.05", "3.20", id="not the fourth"),
            pytest.param(LOWEST_IN_3, 4, "3.00 3.10    - 3.20 3.05", "3.20", id="one missing"),
            pytest.param(LOWEST_IN_3, 4, "3.00 3.10 2.00 3.20 3.05", "3.20", id="one suspect"),
            pytest.param(LOWEST_IN_3, 2, "3.00 3.10 2.99", "3.10", id="of fewer weeks, below all"),
            pytest.param(LOWEST_IN_3, 2, "3.00 3.10 3.00", None, id="of fewer weeks, equal to one"),
        ],
    )
    def test_is_told_when_every_condition_is_met(
        self, rule: Rule, known: int, prices: str, expected: str | None
    ) -> None:
        record = after(known, rule, albany=prices, utica="3 " * len(prices.split())).records[-1]
        [price] = prices.split()[-1:]
        assert told(record) == ({"albany": (price, expected)} if expected else {})

    def test_is_of_a_watched_region_in_the_configured_order(self) -> None:
        rule = Rule(("utica", "new_york_city", "albany", "nassau"))
        [record] = after(
            1,
            rule,
            new_york_state="3.10 3.08",
            albany="3.10 3.05",
            nassau="3.10 3.10",
            new_york_city="3.20 3.19",
            utica="3.30 3.20",
        ).records
        assert list(told(record)) == ["utica", "new_york_city", "albany"]

    def test_tells_what_there_is_to_tell_of_each_region(self) -> None:
        [record] = after(2, ALBANY, albany="3.00 3.10 3.05").records
        weeks = judge(rows(albany="3.00 3.10 3.05"))
        words = "falls from its highest since the last mail about it"
        assert record.notice == Notice("drop", (tell("albany", high("3.10", 1), weeks),), words)

    def test_lowest_in_weeks_counts_published_weeks_and_not_days(self) -> None:
        rule = Rule(("albany",), lowest_in_weeks=2)
        weeks = rows(albany="3.00 3.10 3.20 3.05")
        del weeks[2]
        [newest] = apply(rule, weeks[:2], None).records
        [record] = apply(rule, weeks, newest).records
        # The second published week before is the one at 3.00, three weeks ago.
        assert record.notice is None

    def test_is_told_again_and_again_after_a_deep_low(self, walk: Walk) -> None:
        records = walk(ALBANY, rows(albany="3.10 2.60 3.10 3.60 3.55"))
        assert [told(record) for record in records[1:]] == [
            {"albany": ("2.60", "3.10")},
            {},
            {},
            {"albany": ("3.55", "3.60")},
        ]


class TestWhatElseAnOutcomeSays:
    @pytest.mark.parametrize(
        ("known", "prices", "expected"),
        [
            pytest.param(0, "3.00 3.01", week(1), id="the newest week"),
            pytest.param(1, "3.00 - 4.00", week(0), id="neither missing nor suspect"),
            pytest.param(3, "- - - -", week(0), id="the first look, when it never had one"),
            pytest.param(3, "3.00 - 3.01 -", week(2), id="the last it had"),
        ],
    )
    def test_credible_weeks_are_those_of_each_watched_regions_newest_credible_price(
        self, known: int, prices: str, expected: date
    ) -> None:
        rule = Rule(("utica",))
        others = " ".join("3" for _ in prices.split())
        assert after(known, rule, utica=prices, albany=others).credible_week("utica") == expected

    def test_a_credible_week_that_the_feed_no_longer_shows_is_the_recorded_one(self) -> None:
        rule = Rule(("utica", "nassau"))
        newest = None
        for weeks in (rows(utica="3.00 3.00", nassau="3.10 -"),):
            for shown in (weeks[:1], weeks):
                newest = apply(rule, shown, newest).records[-1]
        gone = rows(utica="- - -", nassau="- - -", albany="3 3 3")[2:]
        outcome = apply(rule, gone, newest)
        assert (outcome.credible_week("utica"), outcome.credible_week("nassau")) == (
            week(1),
            week(0),
        )
        assert apply(rule, rows(albany="3.00"), newest).credible_week("utica") == week(1)

    def test_a_credible_week_that_nobody_knows_is_the_oldest_that_is_shown(self) -> None:
        rule = Rule(("utica",), record="drops")
        outcome = apply(rule, rows(albany="3 3 3", utica="- - -"), None)
        assert outcome.credible_week("utica") == week(0)

    def test_missing_are_watched_and_suspect_are_all_regions_of_the_newest_week(self) -> None:
        rule = Rule(("albany", "utica", "nassau", "ithaca"))
        outcome = after(
            1,
            rule,
            albany="3.00 3.00",
            utica="3.00 -",
            nassau="- 3.00",
            ithaca="3.00 4.00",
            elmira="3.00 -",
            kingston="3 4",
        )
        assert outcome.missing == ("utica",)
        assert outcome.suspect == {"ithaca": Decimal("4.00"), "kingston": Decimal(4)}
