"""What holds for the rule whatever the feed says, and however often it is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gas_prices.credible import Row, judge
from gas_prices.fuels import DEFAULT
from gas_prices.item import from_item, to_item
from gas_prices.notice import Notice
from gas_prices.outcome import apply, decide
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


@given(rule=rules, feed=feeds(), known=st.integers(0, 16), data=st.data())
def test_the_order_of_rows_does_not_matter(
    walk: Walk, rule: Rule, feed: list[Row], known: int, data: st.DataObject
) -> None:
    records = walk(rule, feed[:known])
    newest = records[-1] if records else None
    shuffled = data.draw(st.permutations(feed))
    assert apply(rule, shuffled, newest) == apply(rule, feed, newest)


# A feed can also go backwards.
@given(rule=rules, feed=feeds(), ends=st.lists(st.integers(1, 17), min_size=1))
def test_whatever_is_shown_what_is_recorded_and_told_is_published_believed_and_new(
    rule: Rule, feed: list[Row], ends: list[int]
) -> None:
    newest: Record | None = None
    for end in ends:
        weeks = judge(feed[:end])
        credible = {found.week: found.prices for found in weeks}
        for record in decide(rule, weeks, newest).records:
            assert newest is None or newest.week < record.week
            assert record.prices == credible[record.week]
            assert record.notice is None or record.week == weeks[-1].week
            for region, high in record.highs.items():
                assert credible[high.week][region] == high.price or rule.record == "drops"
                if rule.record == "every-week" and region in record.prices:
                    assert high.price >= record.prices[region]
            if record.notice:
                check_notice(rule, record.notice, record.prices, is_first=newest is None)
            assert from_item(to_item(DEFAULT, record)) == record
            newest = record


def check_notice(
    rule: Rule, notice: Notice, prices: Mapping[str, Decimal], *, is_first: bool
) -> None:
    """Check that a notice has its kind, drops before turns, and that each drop is one."""
    parts = notice.regions
    assert parts
    assert all(part.region in rule.regions and part.price == prices[part.region] for part in parts)
    drops = [part.region for part in parts if part.high]
    turns = [part.region for part in parts if part.fall]
    if is_first:
        assert (notice.kind, drops, turns) == ("first", [], [])
    elif drops or turns:
        assert notice.kind == ("drop" if drops else "turn")
        assert [part.region for part in parts] == drops + turns
    else:
        assert notice.kind == "quiet"
        assert all(part.kept_back for part in parts)
    for part in parts:
        if part.high:
            assert part.high.price - part.price >= dollars(max(1, rule.min_drop_cents))
            assert rule.below is None or part.price <= rule.below


@given(rule=rules, feed=feeds(), ends=st.sets(st.integers(2, 17)))
def test_week_by_week_or_in_batches_the_same_prices_are_recorded(
    walk: Walk, rule: Rule, feed: list[Row], ends: set[int]
) -> None:
    rule = replace(rule, record="every-week")
    in_batches: list[Record] = []
    for end in [1, *sorted(ends), len(feed)]:
        newest = in_batches[-1] if in_batches else None
        in_batches += apply(rule, feed[:end], newest).records
    # A later week of the same batch may let one believe what one week alone would not.
    assert [(record.week, {**record.prices, **record.suspect}) for record in in_batches] == [
        (record.week, {**record.prices, **record.suspect}) for record in walk(rule, feed)
    ]
    assert [record.week for record in in_batches] == [row.week for row in feed]


@given(feed=feeds(), rule=rules.map(lambda rule: Rule(rule.regions, record="drops")))
def test_with_the_articles_rule_every_record_has_a_notice_and_no_watched_high_rises(
    walk: Walk, feed: list[Row], rule: Rule
) -> None:
    records = walk(rule, feed)
    assert all(record.notice for record in records)
    for earlier, later in pairwise(records):
        for region in earlier.highs.keys() & set(rule.regions):
            assert later.highs[region].price <= earlier.highs[region].price
