"""The preview of a week: `gas_notifier.local.preview`."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.local.preview import Preview, preview, readers
from gas_notifier.settings import Settings, Subscriber
from gas_prices.credible import judge
from gas_prices.notice import Notice
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.feed_rows import rows

RULE: Final = Rule(("albany", "utica", "nassau"), min_drop_cents=2)


def after(weeks: int, **series: str) -> tuple[Preview, Record | None]:
    """Return the preview of the last of the weeks when so many were recorded, and its record."""
    published = rows(**series)
    newest_record: Record | None = None
    for end in range(1, weeks + 1):
        newest_record = RULE.apply(published[:end], newest_record).records[-1]
    found = preview(RULE, judge(published), newest_record)
    return found, RULE.apply(published, newest_record).records[-1]


def told(notice: Notice | None) -> Sequence[str]:
    return [region.region for region in notice.regions] if notice else []


def test_the_notice_is_the_one_that_would_be_recorded() -> None:
    found, record = after(1, albany="3.00 2.90", utica="3 3", nassau="3 2.9")
    assert record is not None
    assert found.notice == record.notice
    assert told(found.notice) == ["albany", "nassau"]


def test_each_watched_region_is_in_the_notice_or_kept_back_for_a_reason() -> None:
    found, _ = after(1, albany="3.00 2.90", utica="3.00 2.99", nassau="3.00 -", elmira="3 3")
    assert told(found.notice) == ["albany"]
    assert found.kept_back == {
        "utica": ["min_drop_cents is 2: $2.99 is 1 cent below $3.00, the high of 2025-01-06"],
        "nassau": ["it has no price"],
    }


def test_what_keeps_a_region_back_is_the_high_as_the_feed_has_it_now() -> None:
    [first] = RULE.apply(rows(albany="3.20"), None).records
    found = preview(RULE, judge(rows(albany="3.00 3.00")), first)
    assert found.notice is None
    assert found.kept_back["albany"] == [
        "it did not fall: $3.00 is the same as $3.00, the high of 2025-01-06"
    ]


def test_when_nothing_is_told_all_are_kept_back() -> None:
    found, _ = after(1, albany="3 3", utica="3 3", nassau="3 3")
    assert found.notice is None
    assert list(found.kept_back) == ["albany", "utica", "nassau"]


def test_in_the_first_week_all_that_have_a_price_are_told() -> None:
    found, _ = after(0, albany="3.00", utica="-", nassau="3.00")
    assert found.notice is not None
    assert found.notice.kind == "first"
    assert told(found.notice) == ["albany", "nassau"]
    assert found.kept_back == {"utica": ["it has no price"]}


def test_a_week_that_is_not_even_recorded_has_no_notice() -> None:
    rule = Rule(("albany",), record="drops")
    published = rows(albany="3.00 3.10")
    [record] = rule.apply(published[:1], None).records
    assert preview(rule, judge(published), record) == Preview(
        None,
        {"albany": ["it did not fall: $3.10 is 10 cents above $3.00, the high of 2025-01-06"]},
    )


def test_readers_are_those_of_every_notice_and_those_who_wait_for_a_region_in_it() -> None:
    found, _ = after(1, albany="3.00 2.90", utica="3 3", nassau="3 2.9")
    assert found.notice is not None
    settings = Settings(
        email=("one@example.com", "two@example.com"),
        subscribers=(
            Subscriber("albany@example.com", ("albany",)),
            Subscriber("utica@example.com", ("utica",)),
            Subscriber("both@example.com", ("utica", "nassau")),
        ),
    )
    assert list(readers(settings, found.notice)) == [
        "one@example.com",
        "two@example.com",
        "albany@example.com",
        "both@example.com",
    ]
