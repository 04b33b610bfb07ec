"""Weeks that the feed revises after they were recorded: a fall from a withdrawn price is none."""

from decimal import Decimal

import pytest

from gas_prices.notice import High
from gas_prices.record import Record
from gas_prices.rule import RecordMode, Rule
from tests.feed_rows import rows, week


def recorded(prices: str, record: RecordMode = "every-week") -> Record:
    """Return the newest record after a look at each of Utica's weeks."""
    rule = Rule(regions=("utica",), record=record)
    published = rows(utica=prices)
    newest: Record | None = None
    for count in range(1, len(published) + 1):
        for record_of_week in rule.apply(published[:count], newest).records:
            newest = record_of_week
    assert newest is not None
    return newest


def told(before: str, after: str, record: RecordMode = "every-week") -> High | None:
    """Return what Utica is said to have fallen from when the feed shows `after`, if it is."""
    rule = Rule(regions=("utica",), record=record)
    [newest] = rule.apply(rows(utica=after), recorded(before, record)).records or [None]
    return newest.notice.regions[0].high if newest and newest.notice else None


def test_a_high_that_was_revised_down_to_the_new_price_is_no_fall() -> None:
    assert told("3.36 3.50", "3.36 3.36 3.36") is None


def test_a_fall_is_measured_from_what_the_high_was_revised_to() -> None:
    assert told("3.36 3.50", "3.36 3.40 3.36") == High(Decimal("3.40"), week(1))


def test_where_a_high_was_revised_away_the_next_highest_week_since_takes_its_place() -> None:
    assert told("3.36 3.50 - 3.50", "3.36 3.40 - 3.50 3.36") == High(Decimal("3.50"), week(3))
    assert told("3.36 3.50 3.50", "3.36 3.45 3.40 3.36") == High(Decimal("3.40"), week(2))


def test_a_high_that_was_revised_up_stays_what_it_was() -> None:
    assert told("3.36 3.50", "3.36 3.60 3.40") == High(Decimal("3.50"), week(1))


def test_a_high_whose_week_is_gone_stays_what_it_was() -> None:
    assert told("3.36 3.50", "3.36 - 3.40") == High(Decimal("3.50"), week(1))
    after = rows(utica="3.36 3.50 3.40")[2:]
    [newest] = Rule(regions=("utica",)).apply(after, recorded("3.36 3.50")).records
    assert newest.notice is not None
    assert newest.notice.regions[0].high == High(Decimal("3.50"), week(1))


def test_the_articles_rule_looks_at_the_last_records_own_week_alone() -> None:
    assert told("3.50 3.50", "3.30 3.50 3.40", record="drops") is None
    assert told("3.50 3.50", "3.45 3.50 3.40", record="drops") == High(Decimal("3.45"), week(0))


@pytest.mark.parametrize("revised", ["3.36", "3.40", "3.50", "3.60"])
def test_a_revision_alone_is_never_told(revised: str) -> None:
    assert told("3.36 3.50", f"3.36 {revised}") is None
