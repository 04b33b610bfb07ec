"""Weeks that the feed revises after they were recorded: a fall from a withdrawn price is none."""

from decimal import Decimal
from typing import Final

import pytest

from gas_prices.notice import High
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

EVERY_WEEK: Final = Rule(regions=("utica",))
TWO_CENTS: Final = Rule(regions=("utica",), min_drop_cents=2)
DROPS: Final = Rule(regions=("utica",), record="drops")


def recorded(prices: str, rule: Rule = EVERY_WEEK) -> Record:
    """Return the newest record after a look at each of Utica's weeks."""
    published = rows(utica=prices)
    newest: Record | None = None
    for count in range(1, len(published) + 1):
        for record_of_week in rule.apply(published[:count], newest).records:
            newest = record_of_week
    assert newest is not None
    return newest


def told(before: str, after: str, rule: Rule = EVERY_WEEK) -> High | None:
    """Return what Utica is said to have fallen from when the feed shows `after`, if it is."""
    [newest] = rule.apply(rows(utica=after), recorded(before, rule)).records or [None]
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


def test_a_price_above_what_was_the_high_does_not_take_its_place() -> None:
    assert told("3.12 3.11", "3.10 3.13 3.10", TWO_CENTS) is None
    assert told("3.12 3.11", "3.11 3.13 3.08", TWO_CENTS) == High(Decimal("3.11"), week(0))


def test_of_equal_prices_the_latest_takes_the_place_of_a_high() -> None:
    before, after = "3.50 3.49 3.49", "3.30 3.49 3.49 3.36"
    assert told(before, after, TWO_CENTS) == High(Decimal("3.49"), week(2))


def test_a_high_that_was_withdrawn_is_no_high() -> None:
    assert told("3.10 3.50", "3.10 - 3.10") is None
    assert told("3.10 3.50 3.49", "3.10 - 3.49 3.30", TWO_CENTS) == High(Decimal("3.49"), week(2))


def test_a_high_that_is_no_longer_believed_is_no_high() -> None:
    assert told("3.10 3.50", "3.10 9.50 3.10") is None


def test_what_takes_the_place_of_a_high_was_published_by_then() -> None:
    late = rows(utica="3.40 3.20 3.30")
    first, last = EVERY_WEEK.apply(late, recorded("3.50")).records
    assert first.highs == {"utica": High(Decimal("3.40"), week(0))}
    assert last.notice
    late = rows(utica="- 3.20 3.30")
    first, last = EVERY_WEEK.apply(late, recorded("3.50")).records
    assert first.highs == {"utica": High(Decimal("3.20"), week(1))}
    assert last.notice is None


def test_a_high_older_than_what_the_feed_shows_stays_what_it_was() -> None:
    after = rows(utica="3.36 3.50 3.40")[2:]
    [newest] = EVERY_WEEK.apply(after, recorded("3.36 3.50")).records
    assert newest.notice is not None
    assert newest.notice.regions[0].high == High(Decimal("3.50"), week(1))


def test_the_articles_rule_looks_at_the_last_records_own_week_alone() -> None:
    assert told("3.50 3.50", "3.30 3.50 3.40", DROPS) is None
    assert told("3.50 3.50", "3.45 3.50 3.40", DROPS) == High(Decimal("3.45"), week(0))


def test_the_articles_rule_begins_anew_where_its_high_was_withdrawn() -> None:
    assert told("3.50 3.50", "- 3.50 3.40", DROPS) == High(Decimal("3.50"), week(1))
    assert told("3.50 3.50", "- - 3.40", DROPS) is None
    assert told("3.50 3.50", "- - 3.40 3.30", DROPS) == High(Decimal("3.40"), week(2))


def test_the_articles_rule_does_so_though_another_region_was_recorded_later() -> None:
    rule = Rule(regions=("albany", "utica"), record="drops")
    before = rows(albany="3.50 3.40", utica="3.50 3.50")
    [first] = rule.apply(before[:1], None).records
    [newest] = rule.apply(before, first).records
    after = rows(albany="3.50 3.40 3.40", utica="3.30 3.50 3.40")
    assert rule.apply(after, newest).records == ()


@pytest.mark.parametrize("revised", ["3.36", "3.40", "3.50", "3.60"])
def test_a_revision_alone_is_never_told(revised: str) -> None:
    assert told("3.36 3.50", f"3.36 {revised}") is None
