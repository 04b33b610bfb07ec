"""The record of one week."""

from gas_prices.record import Record
from tests.support.feed_rows import week


def test_a_record_says_nothing_to_subscribers_unless_it_is_given_a_notice() -> None:
    record = Record(week(0), prices={}, suspect={}, highs={}, since={})
    assert record.notice is None
    assert record.notified_at is None
