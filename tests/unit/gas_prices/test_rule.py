"""The rule, sentence by sentence. Rows are written oldest first, a word a week.

Most tests show the rule its rows twice: up to some week on an empty table, which makes the newest
record, and then all of them.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gas_prices.credible import Row, judge
from gas_prices.notice import High, Notice, tell
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Mode, Outcome, Rule
from tests.support.feed_rows import rows, week

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

ALBANY = Rule(regions=("albany",))


def after(known: int, rule: Rule, **series: str) -> Outcome:
    """Apply the rule to all rows when the first `known` of them were recorded week by week."""
    weeks = rows(**series)
    newest = None
    for count in range(1, known + 1):
        newest = rule.apply(weeks[:count], newest).records[-1]
    return rule.apply(weeks, newest)


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
    def test_only_the_newest_row_is_recorded(self) -> None:
        outcome = ALBANY.apply(rows(albany="3.10 3.05 3.00"), None)
        assert [record.week for record in outcome.records] == [week(2)]
        assert outcome.newest_week == week(2)

    def test_its_notice_is_first_and_tells_no_fall(self) -> None:
        [record] = ALBANY.apply(rows(albany="3.10 3.05 3.00"), None).records
        assert record.notice is not None
        assert record.notice.kind == "first"
        assert told(record) == {"albany": ("3.00", None)}

    def test_the_weeks_before_it_are_known_to_its_notice(self) -> None:
        [record] = ALBANY.apply(rows(albany="3.10 3.05 3.00"), None).records
        assert record.notice is not None
        [region] = record.notice.regions
        assert region.week_ago == Decimal("3.05")
        assert region.falling_weeks == 2

    def test_the_first_notice_is_sent_whatever_a_drop_must_be(self) -> None:
        rule = Rule(("albany",), min_drop_cents=50, below=Decimal(2), lowest_in_weeks=9)
        [record] = rule.apply(rows(albany="3.00 3.10"), None).records
        assert told(record) == {"albany": ("3.10", None)}

    def test_every_price_is_its_regions_first_high(self) -> None:
        [record] = ALBANY.apply(rows(albany="3.10 3.00", utica="3.30 3.40"), None).records
        assert record.highs == {"albany": high("3.00", 1), "utica": high("3.40", 1)}

    def test_a_watched_region_without_a_credible_price_is_not_in_the_first_notice(self) -> None:
        rule = Rule(("albany", "utica", "nassau"))
        outcome = rule.apply(rows(albany="3.00 3.00", utica="3.00 -", nassau="3.00 4.00"), None)
        [record] = outcome.records
        assert told(record) == {"albany": ("3.00", None)}

    @pytest.mark.parametrize("mode", ["every-week", "drops"])
    def test_without_any_watched_price_there_is_no_notice(self, mode: str) -> None:
        rule = Rule(("utica",), record="drops" if mode == "drops" else "every-week")
        records = rule.apply(rows(albany="3.00 3.00", utica="3.00 -"), None).records
        assert [record.notice for record in records] == ([None] if mode == "every-week" else [])


class TestWhichWeeksAreNew:
    def test_weeks_after_the_newest_record_are_recorded_oldest_first(self) -> None:
        outcome = after(2, ALBANY, albany="3.10 3.05 3.20 3.15 3.30")
        assert [record.week for record in outcome.records] == [week(2), week(3), week(4)]

    def test_the_order_of_the_feed_does_not_matter(self) -> None:
        weeks = rows(albany="3.10 3.05 3.20 3.15")
        [newest] = ALBANY.apply(weeks[:1], None).records
        assert ALBANY.apply(weeks[::-1], newest) == ALBANY.apply(weeks, newest)

    def test_a_week_that_is_recorded_is_not_new(self) -> None:
        outcome = after(2, ALBANY, albany="3.10 3.05")
        assert outcome.records == ()
        assert outcome.newest_week == week(1)

    def test_a_revised_week_is_not_new_and_mails_nothing(self) -> None:
        [newest] = ALBANY.apply(rows(albany="3.10 3.05"), None).records
        assert ALBANY.apply(rows(albany="3.10 2.95"), newest).records == ()

    def test_a_week_published_late_between_recorded_ones_is_not_recorded(self) -> None:
        weeks = rows(albany="3.10 3.05 3.00")
        [first] = ALBANY.apply(weeks[:1], None).records
        [third] = ALBANY.apply([weeks[0], weeks[2]], first).records
        assert ALBANY.apply(weeks, third).records == ()

    def test_a_feed_that_goes_backwards_records_nothing(self) -> None:
        weeks = rows(albany="3.10 3.05 3.00")
        [newest] = ALBANY.apply(weeks, None).records
        outcome = ALBANY.apply(weeks[:1], newest)
        assert outcome.records == ()
        assert outcome.newest_week == week(2)

    def test_a_step_of_fourteen_days_is_a_step_like_any_other(self) -> None:
        # The week 2024-12-30 does not exist.
        before, after_gap = date(2024, 12, 23), date(2025, 1, 6)
        [newest] = ALBANY.apply([Row(before, {"albany": Decimal("3.10")})], None).records
        weeks = [
            Row(before, {"albany": Decimal("3.10")}),
            Row(after_gap, {"albany": Decimal("3.05")}),
        ]
        [record] = ALBANY.apply(weeks, newest).records
        assert record.week == after_gap
        assert told(record) == {"albany": ("3.05", "3.10")}


class TestOldWeeks:
    def test_are_recorded_but_not_told_and_what_fell_meanwhile_is_told_with_the_next(self) -> None:
        weeks = rows(albany="3.10 3.05 3.04")
        [first] = ALBANY.apply(weeks[:1], None).records
        [second] = ALBANY.apply(weeks[:2], first, news_since=week(2)).records
        assert second.notice is None
        [third] = ALBANY.apply(weeks, second, news_since=week(2)).records
        assert told(third) == {"albany": ("3.04", "3.10")}

    def test_are_not_what_a_table_begins_with(self) -> None:
        assert ALBANY.apply(rows(albany="3.10"), None, news_since=week(1)).records == ()


class TestSeveralWeeksAtOnce:
    def test_only_the_newest_week_carries_a_notice(self) -> None:
        records = after(1, ALBANY, albany="3.10 3.05 3.00").records
        assert [told(record) for record in records] == [{}, {"albany": ("3.00", "3.10")}]

    def test_a_fall_that_is_over_is_not_told(self) -> None:
        records = after(1, ALBANY, albany="3.10 3.00 3.10").records
        assert [record.notice for record in records] == [None, None]

    def test_the_fall_is_measured_from_a_high_among_them(self) -> None:
        records = after(1, ALBANY, albany="3.10 3.20 3.15").records
        assert told(records[-1]) == {"albany": ("3.15", "3.20")}
        assert records[0].highs == {"albany": high("3.20", 1)}

    def test_a_rise_among_them_does_not_hide_the_fall_from_the_high(self) -> None:
        records = after(1, ALBANY, albany="3.10 3.00 3.04").records
        assert told(records[-1]) == {"albany": ("3.04", "3.10")}

    def test_each_is_recorded_with_its_own_suspect_prices(self) -> None:
        records = after(1, ALBANY, albany="3.10 4.10 3.10").records
        assert [record.suspect for record in records] == [{"albany": Decimal("4.10")}, {}]
        assert [record.prices for record in records] == [{}, {"albany": Decimal("3.10")}]


class TestHighs:
    @pytest.mark.parametrize(
        ("prices", "expected"),
        [
            pytest.param("3.10 3.11", high("3.11", 1), id="a higher price"),
            pytest.param("3.10 3.10", high("3.10", 1), id="an equal price"),
            pytest.param("3.10 3.09", high("3.10", 0), id="not a lower one"),
        ],
    )
    def test_a_price_at_or_above_the_high_becomes_the_high(
        self, prices: str, expected: High
    ) -> None:
        rule = Rule(("albany",), min_drop_cents=5)
        [record] = after(1, rule, albany=prices).records
        assert record.highs == {"albany": expected}

    def test_a_price_that_was_told_becomes_the_high(self) -> None:
        [record] = after(1, ALBANY, albany="3.10 3.05").records
        assert record.notice is not None
        assert record.highs == {"albany": high("3.05", 1)}

    def test_a_region_that_fell_untold_beside_one_that_was_told_keeps_its_high(self) -> None:
        rule = Rule(("albany", "utica"), min_drop_cents=5)
        [record] = after(1, rule, albany="3.10 3.05", utica="3.20 3.16").records
        assert told(record) == {"albany": ("3.05", "3.10")}
        assert record.highs == {"albany": high("3.05", 1), "utica": high("3.20", 0)}

    def test_every_price_of_a_region_that_is_not_watched_becomes_its_high(self) -> None:
        [record] = after(1, ALBANY, albany="3.00 3.00", utica="3.10 3.05").records
        assert record.highs["utica"] == high("3.05", 1)

    def test_a_region_watched_later_starts_from_last_weeks_price(self) -> None:
        weeks = rows(albany="3.00 3.00 3.00", utica="3.50 3.05 3.04")
        [newest] = ALBANY.apply(weeks[:2], None).records
        [record] = Rule(("albany", "utica")).apply(weeks, newest).records
        assert told(record) == {"utica": ("3.04", "3.05")}

    def test_the_first_price_of_a_region_becomes_its_high_and_tells_no_fall(self) -> None:
        rule = Rule(("albany", "utica"))
        [record] = after(2, rule, albany="3.00 3.00 3.00", utica="- - 2.90").records
        assert record.notice is None
        assert record.highs["utica"] == high("2.90", 2)

    def test_a_region_without_a_price_keeps_its_high(self) -> None:
        rule = Rule(("albany", "utica"))
        [record] = after(1, rule, albany="3.00 3.00", utica="3.10 -").records
        assert record.highs["utica"] == high("3.10", 0)

    def test_a_suspect_price_is_no_high_watched_or_not(self) -> None:
        [record] = after(1, ALBANY, albany="3.00 3.90", utica="3.10 4.00").records
        assert record.suspect == {"albany": Decimal("3.90"), "utica": Decimal("4.00")}
        assert record.highs == {"albany": high("3.00", 0), "utica": high("3.10", 0)}


class TestWhenARegionIsInTheNotice:
    @pytest.mark.parametrize(
        ("prices", "expected"),
        [
            pytest.param("3.10 3.09", {"albany": ("3.09", "3.10")}, id="a cent less"),
            pytest.param("3.10 3.10", {}, id="the same"),
            pytest.param("3.10 3.11", {}, id="more"),
        ],
    )
    def test_any_fall_will_do_unless_told_otherwise(
        self, prices: str, expected: dict[str, tuple[str, str]]
    ) -> None:
        [record] = after(1, ALBANY, albany=prices).records
        assert told(record) == expected

    def test_it_must_be_watched(self) -> None:
        [record] = after(1, ALBANY, albany="3.10 3.10", utica="3.10 3.00").records
        assert record.notice is None

    def test_it_must_have_a_price(self) -> None:
        [record] = after(1, ALBANY, albany="3.10 -", utica="3.10 3.00").records
        assert record.notice is None

    def test_its_price_must_be_credible(self) -> None:
        [record] = after(1, ALBANY, albany="3.10 2.40").records
        assert record.suspect == {"albany": Decimal("2.40")}
        assert record.notice is None

    def test_after_a_suspect_price_the_fall_is_measured_from_the_credible_high(self) -> None:
        [record] = after(2, ALBANY, albany="3.10 4.10 3.05").records
        assert told(record) == {"albany": ("3.05", "3.10")}

    @pytest.mark.parametrize(
        ("price", "is_told"),
        [
            pytest.param("3.04", True, id="more"),
            pytest.param("3.05", True, id="just as much"),
            pytest.param("3.0501", False, id="not quite as much"),
            pytest.param("3.06", False, id="a cent less"),
        ],
    )
    def test_the_drop_must_be_min_drop_cents(self, price: str, *, is_told: bool) -> None:
        rule = Rule(("albany",), min_drop_cents=5)
        [record] = after(1, rule, albany=f"3.10 {price}").records
        assert bool(record.notice) is is_told

    @pytest.mark.parametrize(
        ("price", "is_told"),
        [
            pytest.param("2.99", True, id="under it"),
            pytest.param("3.00", True, id="at it"),
            pytest.param("3.01", False, id="a cent over it"),
        ],
    )
    def test_the_price_must_be_at_most_below(self, price: str, *, is_told: bool) -> None:
        rule = Rule(("albany",), below=Decimal("3.00"))
        [record] = after(1, rule, albany=f"3.10 {price}").records
        assert bool(record.notice) is is_told

    @pytest.mark.parametrize(
        ("prices", "is_told"),
        [
            pytest.param("2.90 3.10 3.05 3.20 3.04", True, id="below all of them"),
            pytest.param("3.30 3.10 3.05 3.20 3.05", False, id="equal to one of them"),
            pytest.param("3.30 3.04 3.05 3.20 3.05", False, id="above the oldest of them"),
            pytest.param("3.05 3.10 3.06 3.20 3.05", True, id="equal to one before them"),
            pytest.param("3.00 3.10    - 3.20 3.05", True, id="one of them without a price"),
            pytest.param("3.00 3.10 2.00 3.20 3.05", True, id="one of them suspect"),
        ],
    )
    def test_the_price_must_be_below_those_of_lowest_in_weeks(
        self, prices: str, *, is_told: bool
    ) -> None:
        rule = Rule(("albany",), lowest_in_weeks=3)
        [record] = after(4, rule, albany=prices).records
        assert bool(record.notice) is is_told

    def test_lowest_in_one_week_means_below_last_week(self) -> None:
        rule = Rule(("albany",), lowest_in_weeks=1, min_drop_cents=5)
        [rose] = after(3, rule, albany="3.20 3.18 3.16 3.17").records
        assert rose.highs["albany"] == high("3.20", 0)
        assert told(after(3, rule, albany="3.20 3.16 3.16 3.15").records[0])
        assert not told(after(3, rule, albany="3.20 3.16 3.16 3.16").records[0])

    def test_lowest_in_weeks_counts_published_weeks_and_not_days(self) -> None:
        rule = Rule(("albany",), lowest_in_weeks=2)
        weeks = rows(albany="3.00 3.10 3.20 3.05")
        del weeks[2]
        [newest] = rule.apply(weeks[:2], None).records
        [record] = rule.apply(weeks, newest).records
        # The second published week before is the one at 3.00, three weeks ago.
        assert record.notice is None

    def test_fewer_weeks_than_lowest_in_weeks_are_all_looked_at(self) -> None:
        rule = Rule(("albany",), lowest_in_weeks=52)
        assert told(after(2, rule, albany="3.00 3.10 2.99").records[0])
        assert not told(after(2, rule, albany="3.00 3.10 3.00").records[0])

    def test_small_falls_add_up_until_they_are_worth_a_mail(self, walk: Walk) -> None:
        rule = Rule(("albany",), min_drop_cents=3)
        records = walk(rule, rows(albany="3.10 3.09 3.08 3.07 3.06"))
        assert [told(record) for record in records[1:]] == [
            {},
            {},
            {"albany": ("3.07", "3.10")},
            {},
        ]

    def test_nothing_falls_silent_after_a_deep_low(self, walk: Walk) -> None:
        records = walk(ALBANY, rows(albany="3.10 2.60 3.10 3.60 3.55"))
        assert [told(record) for record in records[1:]] == [
            {"albany": ("2.60", "3.10")},
            {},
            {},
            {"albany": ("3.55", "3.60")},
        ]


class TestWhatKeepsARegionBack:
    """By default: a drop of five cents or more, to at most $3.00, the lowest in two weeks."""

    RULE = Rule(("albany",), min_drop_cents=5, below=Decimal("3.00"), lowest_in_weeks=2)

    def reasons(self, prices: str, rule: Rule = RULE, known: int | None = None) -> list[str]:
        """Return what keeps Albany back in the last week, the weeks before it being recorded.

        Utica has a price in every week. `known` says how many weeks were recorded, when not all.
        """
        weeks = rows(albany=prices, utica=" ".join("3" for _ in prices.split()))
        newest: Record | None = None
        for count in range(1, len(weeks) if known is None else known + 1):
            newest = rule.apply(weeks[:count], newest).records[-1]
        return list(rule.kept_back("albany", judge(weeks), newest))

    def test_is_nothing_when_every_condition_is_met(self) -> None:
        assert self.reasons("3.05 3.00") == []

    @pytest.mark.parametrize(
        ("prices", "reason"),
        [
            ("3.00 3.10", "$3.10 is 10 cents above $3.00, the high of 2025-01-06"),
            ("3.00 3.01", "$3.01 is 1 cent above $3.00, the high of 2025-01-06"),
            ("3.00 3.0", "$3.00 is the same as $3.00, the high of 2025-01-06"),
            ("3.00 3.10 3.105", "$3.105 is 0.5 cents above $3.10, the high of 2025-01-13"),
        ],
    )
    def test_can_be_that_it_did_not_fall(self, prices: str, reason: str) -> None:
        assert self.reasons(prices, ALBANY) == [f"it did not fall: {reason}"]

    def test_can_be_that_the_drop_is_too_small(self) -> None:
        assert self.reasons("3.05 3.04 3.02", Rule(("albany",), min_drop_cents=5)) == [
            "min_drop_cents is 5: $3.02 is 3 cents below $3.05, the high of 2025-01-06"
        ]

    def test_can_be_that_the_price_is_not_low_enough(self) -> None:
        assert self.reasons("3.20 3.04", Rule(("albany",), below=Decimal(3))) == [
            "below is not reached: $3.04 is 4 cents above $3.00"
        ]

    def test_can_be_that_it_was_lower_lately(self) -> None:
        # A high of 3.20, as no price was told; of the two weeks before, the lower one is named.
        rule = Rule(("albany",), below=Decimal("3.05"), lowest_in_weeks=2)
        assert self.reasons("3.20 3.06 3.05 3.10 3.05", rule) == [
            "lowest_in_weeks is 2: $3.05 is the same as $3.05, the price of 2025-01-20"
        ]

    def test_can_be_all_of_it_at_once(self) -> None:
        assert self.reasons("3.20 3.17 3.20 3.18") == [
            "min_drop_cents is 5: $3.18 is 2 cents below $3.20, the high of 2025-01-20",
            "below is not reached: $3.18 is 18 cents above $3.00",
            "lowest_in_weeks is 2: $3.18 is 1 cent above $3.17, the price of 2025-01-13",
        ]

    def test_can_be_that_it_has_no_price(self) -> None:
        assert self.reasons("3.00 -") == ["it has no price"]

    def test_can_be_that_its_price_is_suspect(self) -> None:
        assert self.reasons("3.00 4.00") == ["its price, $4.00, is suspect"]

    def test_can_be_that_it_never_had_a_price_to_fall_from(self) -> None:
        assert self.reasons("- 2.90") == ["it has no earlier price to compare with"]

    def test_is_nothing_on_an_empty_table_whatever_the_price(self) -> None:
        assert self.reasons("3.00 3.50", known=0) == []

    def test_is_a_missing_price_on_an_empty_table(self) -> None:
        assert self.reasons("3.00 -", known=0) == ["it has no price"]

    @pytest.mark.parametrize("mode", ["every-week", "drops"])
    def test_a_region_is_in_the_notice_or_there_is_a_reason_but_never_both(
        self, recorded: list[Row], mode: Mode
    ) -> None:
        rule = Rule(tuple(REGIONS), 3, Decimal("3.60"), 4, mode)
        newest: Record | None = None
        seen = Counter[bool]()
        for end in range(len(recorded) - 150, len(recorded) + 1):
            weeks = judge(recorded[end - 54 : end])
            records = rule.decide(weeks, newest).records
            told = records[-1].notice.regions if records and records[-1].notice else ()
            in_notice = {region.region for region in told}
            for region in REGIONS:
                reasons = list(rule.kept_back(region, weeks, newest))
                assert (region in in_notice) is not bool(reasons)
                seen[bool(reasons)] += 1
            newest = records[-1] if records else newest
        assert min(seen[True], seen[False]) > 50


class TestSeveralRules:
    def test_can_share_weeks_judged_once(self, recorded: list[Row]) -> None:
        weeks = recorded[-54:]
        for rule in (ALBANY, Rule(("utica",), lowest_in_weeks=8)):
            [record] = rule.apply(weeks[:-1], None).records
            assert rule.decide(judge(weeks), record) == rule.apply(weeks, record)


class TestTheNotice:
    def test_regions_come_in_the_configured_order_and_only_those_that_fell(self) -> None:
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

    def test_the_first_notice_has_the_configured_order_too(self) -> None:
        [record] = after(0, Rule(("utica", "albany")), albany="3.00", utica="3.10").records
        assert list(told(record)) == ["utica", "albany"]

    def test_it_tells_what_there_is_to_tell_of_each_region(self) -> None:
        [record] = after(2, ALBANY, albany="3.00 3.10 3.05").records
        weeks = judge(rows(albany="3.00 3.10 3.05"))
        assert record.notice == Notice(
            "drop",
            (tell("albany", high("3.10", 1), weeks),),
            "falls from its highest since the last mail about it",
        )

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({}, "falls {} it"),
            ({"min_drop_cents": 1}, "falls {} it"),
            ({"min_drop_cents": 2}, "falls 2 cents or more {} it"),
            ({"min_drop_cents": 105}, "falls $1.05 or more {} it"),
            ({"below": Decimal("3.1")}, "falls {} it and is at most $3.10"),
            ({"below": Decimal("3.099")}, "falls {} it and is at most $3.099"),
            ({"lowest_in_weeks": 1}, "falls {} it and is lower than in the week before"),
            (
                {"min_drop_cents": 5, "below": Decimal(3), "lowest_in_weeks": 12},
                (
                    "falls 5 cents or more {} it, is at most $3.00 "
                    "and is lower than in the 12 weeks before"
                ),
            ),
            ({"record": "drops"}, "falls below the price in the last mail about it"),
        ],
    )
    def test_it_says_the_rule_in_words(self, told: Mapping[str, Any], words: str) -> None:
        [record] = Rule(("albany",), **told).apply(rows(albany="3.10"), None).records
        assert record.notice is not None
        assert record.notice.reason == words.format("from its highest since the last mail about")


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
        assert after(known, rule, utica=prices, albany=others).credible_weeks == {"utica": expected}

    def test_a_credible_week_that_the_feed_no_longer_shows_is_the_recorded_one(self) -> None:
        rule = Rule(("utica", "nassau"))
        newest = None
        for weeks in (rows(utica="3.00 3.00", nassau="3.10 -"),):
            for shown in (weeks[:1], weeks):
                newest = rule.apply(shown, newest).records[-1]
        gone = rows(utica="- - -", nassau="- - -", albany="3 3 3")[2:]
        assert rule.apply(gone, newest).credible_weeks == {"utica": week(1), "nassau": week(0)}
        assert rule.apply(rows(albany="3.00"), newest).credible_weeks["utica"] == week(1)

    def test_a_credible_week_that_nobody_knows_is_the_oldest_that_is_shown(self) -> None:
        rule = Rule(("utica",), record="drops")
        outcome = rule.apply(rows(albany="3 3 3", utica="- - -"), None)
        assert outcome.credible_weeks == {"utica": week(0)}

    def test_missing_are_the_watched_regions_without_a_price_in_the_newest_week(self) -> None:
        rule = Rule(("albany", "utica", "nassau", "ithaca"))
        outcome = after(
            1,
            rule,
            albany="3.00 3.00",
            utica="3.00 -",
            nassau="- 3.00",
            ithaca="- -",
            elmira="3.00 -",
        )
        assert outcome.missing == ("utica", "ithaca")

    def test_a_suspect_price_is_not_missing(self) -> None:
        outcome = after(1, Rule(("albany", "utica")), albany="3.00 4.00", utica="3.00 -")
        assert outcome.suspect == {"albany": Decimal("4.00")}
        assert outcome.missing == ("utica",)

    def test_suspect_prices_are_those_of_all_regions_in_the_newest_week(self) -> None:
        outcome = after(1, ALBANY, albany="3.00 3.00 3.00", utica="3 4 3", nassau="3 3 4")
        assert outcome.suspect == {"nassau": Decimal(4)}


def test_all_seventeen_regions_can_be_watched_at_once(recorded: list[Row]) -> None:
    rule = Rule(tuple(REGIONS))
    [record] = rule.apply(recorded[-54:], None).records
    assert list(told(record)) == list(REGIONS)


@pytest.mark.parametrize(
    "rule",
    [Rule(("albany",)), Rule(("utica", "albany"), 5, Decimal("3.10"), 8, "drops")],
    ids=["nothing set", "everything set"],
)
def test_a_rule_can_be_handed_on_as_text(rule: Rule) -> None:
    handed_on = Rule.from_json(rule.to_json())
    assert handed_on == rule
    # Equal is not enough: 3.1 is 3.10, and a list is no tuple.
    assert repr(handed_on) == repr(rule)
    assert "null" not in rule.to_json()
