"""What holds for the rule whatever the feed says, and however often it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gas_prices.credible import Row
from gas_prices.item import from_item, to_item
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_rows import week

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

REGIONS = ("new_york_state", "albany", "utica")


def dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100


# Mostly prices that lie near enough to agree, some that do not, and some that are missing.
prices = st.one_of(
    st.integers(295, 312).map(dollars), st.integers(280, 330).map(dollars), st.just(None)
) | st.integers(-100, 1700).map(dollars)


@st.composite
def feeds(draw: st.DrawFn, longest: int = 16) -> list[Row]:
    """Return the rows of a feed, oldest first, some weeks left out."""
    numbers = sorted(draw(st.sets(st.integers(0, longest), min_size=1)))
    return [
        Row(
            week(number),
            {
                region: price
                for region in REGIONS
                if (price := draw(prices, label=f"{region} {number}")) is not None
            },
        )
        for number in numbers
    ]


rules = st.builds(
    Rule,
    regions=st.permutations(REGIONS).flatmap(
        lambda regions: st.integers(1, len(REGIONS)).map(lambda count: tuple(regions[:count]))
    ),
    min_drop_cents=st.integers(0, 4),
    below=st.none() | st.integers(295, 312).map(dollars),
    lowest_in_weeks=st.none() | st.integers(1, 5),
    record=st.sampled_from(["every-week", "drops"]),
    min_rise_cents=st.none() | st.integers(1, 4),
    quiet_weeks=st.none() | st.integers(4, 6),
).map(lambda rule: replace(rule, min_rise_cents=None) if rule.record == "drops" else rule)
every_week = rules.filter(lambda rule: rule.record == "every-week")


def looks(rule: Rule, windows: Sequence[Sequence[Row]]) -> list[Record]:
    """Return the records that looks at the feed leave, each look seeing one window of it."""
    records: list[Record] = []
    for window in windows:
        records += rule.apply(window, records[-1] if records else None).records
    return records


@given(rule=rules, feed=feeds(), known=st.integers(0, 16), data=st.data())
def test_the_order_of_rows_does_not_matter(
    walk: Walk, rule: Rule, feed: list[Row], known: int, data: st.DataObject
) -> None:
    records = walk(rule, feed[:known])
    newest = records[-1] if records else None
    shuffled = data.draw(st.permutations(feed))
    assert rule.apply(shuffled, newest) == rule.apply(feed, newest)


@given(
    rule=rules,
    feed=feeds(),
    ends=st.lists(st.integers(1, 17), min_size=1),
)
def test_a_week_is_never_recorded_twice_even_when_the_feed_goes_backwards(
    rule: Rule, feed: list[Row], ends: list[int]
) -> None:
    weeks = [record.week for record in looks(rule, [feed[:end] for end in ends])]
    assert all(earlier < later for earlier, later in pairwise(weeks))


@given(rule=rules, feed=feeds(), ends=st.sets(st.integers(1, 17), min_size=1))
def test_no_notice_tells_a_fall_that_did_not_happen(
    rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    published = {row.week: row.prices for row in feed}
    records = looks(rule, [feed[:end] for end in sorted(ends)])
    for record in records:
        for region in record.notice.regions if record.notice else ():
            assert region.price == published[record.week][region.region]
            if record is records[0]:
                assert region.high is None
            elif region.high:
                assert region.high.week < record.week
                assert region.high.price == published[region.high.week][region.region]
                assert region.high.price > region.price


@given(rule=rules, feed=feeds(), ends=st.sets(st.integers(1, 17), min_size=1))
def test_a_notice_tells_drops_then_turns_or_that_there_are_none(
    rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    records = looks(rule, [feed[:end] for end in sorted(ends)])
    for record in records:
        if record.notice:
            parts = record.notice.regions
            drops, turns = (
                [part.region for part in parts if part.high],
                [part.region for part in parts if part.fall],
            )
            assert parts
            if record is records[0]:
                assert (record.notice.kind, drops, turns) == ("first", [], [])
            elif drops or turns:
                assert record.notice.kind == ("drop" if drops else "turn")
                assert [part.region for part in parts] == drops + turns
            else:
                assert record.notice.kind == "quiet"
                assert all(part.kept_back for part in parts)


@given(rule=rules, feed=feeds(), known=st.integers(1, 16))
def test_only_the_newest_week_carries_a_notice(
    walk: Walk, rule: Rule, feed: list[Row], known: int
) -> None:
    records = walk(rule, feed[:known])
    outcome = rule.apply(feed, records[-1] if records else None)
    assert all(record.notice is None for record in outcome.records if record.week < feed[-1].week)


@given(rule=every_week, feed=feeds(), ends=st.sets(st.integers(2, 17)))
def test_week_by_week_or_in_batches_the_same_prices_are_recorded(
    walk: Walk, rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    in_batches = looks(rule, [feed[:end] for end in [1, *sorted(ends), len(feed)]])
    week_by_week = walk(rule, feed)
    # A later week of the same batch may let one believe what one week alone would not.
    assert [(record.week, {**record.prices, **record.suspect}) for record in in_batches] == [
        (record.week, {**record.prices, **record.suspect}) for record in week_by_week
    ]
    assert [record.week for record in in_batches] == [row.week for row in feed]


@given(rule=rules, feed=feeds(), ends=st.sets(st.integers(1, 17), min_size=1))
def test_a_suspect_price_is_never_mailed_nor_a_high(
    rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    suspect: set[tuple[str, date]] = set()
    for record in looks(rule, [feed[:end] for end in sorted(ends)]):
        suspect |= {(region, record.week) for region in record.suspect}
        assert not record.prices.keys() & record.suspect.keys()
        told = record.notice.regions if record.notice else ()
        assert not suspect & {(region.region, record.week) for region in told}
        assert not suspect & {(region.region, region.high.week) for region in told if region.high}
        assert not suspect & {(region, high.week) for region, high in record.highs.items()}


@given(rule=rules, feed=feeds(), ends=st.sets(st.integers(1, 17), min_size=1))
def test_a_drop_that_is_told_meets_every_condition_of_the_rule(
    rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    for record in looks(rule, [feed[:end] for end in sorted(ends)])[1:]:
        for region in record.notice.regions if record.notice else ():
            assert region.region in rule.regions
            if region.high:
                assert region.high.price - region.price >= dollars(rule.min_drop_cents)
                assert rule.below is None or region.price <= rule.below


@given(rule=every_week, feed=feeds())
def test_after_a_record_no_high_is_below_the_price(walk: Walk, rule: Rule, feed: list[Row]) -> None:
    for record in walk(rule, feed):
        assert record.highs.keys() >= record.prices.keys()
        assert all(record.highs[region].price >= price for region, price in record.prices.items())


@given(feed=feeds(), rule=rules.map(lambda rule: Rule(rule.regions, record="drops")))
def test_with_the_articles_rule_every_record_has_a_notice_and_no_watched_high_rises(
    walk: Walk, feed: list[Row], rule: Rule
) -> None:
    records = walk(rule, feed)
    assert all(record.notice for record in records)
    for earlier, later in pairwise(records):
        for region in earlier.highs.keys() & set(rule.regions):
            assert later.highs[region].price <= earlier.highs[region].price


@given(rule=rules, feed=feeds())
def test_a_record_comes_back_from_its_item_as_it_went_in(
    walk: Walk, rule: Rule, feed: list[Row]
) -> None:
    for record in walk(rule, feed):
        assert from_item(to_item(record)) == record
