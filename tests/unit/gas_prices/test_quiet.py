"""The sign of life: a notice when nothing was told for long."""

from dataclasses import replace
from typing import Final

import pytest

from gas_prices.fuels import DEFAULT
from gas_prices.item import from_item, to_item
from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

QUIET: Final = Rule(("utica", "albany"), min_drop_cents=5, quiet_weeks=4)


def looks(utica: str, rule: Rule = QUIET) -> list[Record]:
    """Return the records that a look a week leaves; Albany has no price after the first week."""
    feed = rows(utica=utica, albany=" ".join(["3.00", *"-" * (len(utica.split()) - 1)]))
    records: list[Record] = []
    for end in range(1, len(feed) + 1):
        records += apply(rule, feed[:end], records[-1] if records else None).records
    return records


def told(records: list[Record]) -> list[str | None]:
    return [record.notice.kind if record.notice else None for record in records]


@pytest.mark.parametrize(
    ("utica", "expected"),
    [
        ("3.00 3.01 3.02 3.03 3.04 3.05 3.06 3.07 3.08", "first - - - quiet - - - quiet"),
        ("3.00 2.95 2.95 2.95 2.95 2.95", "first drop - - - quiet"),
        ("3.00 3.00 3.00 3.00 2.95 2.95", "first - - - drop -"),
        ("3.00 3.00 3.00 3.00 - 3.00", "first - - - - quiet"),
        ("3.00 3.00 3.00 3.00 9.00 3.00", "first - - - - quiet"),
    ],
)
def test_it_comes_in_the_first_week_with_a_price_when_so_many_weeks_passed(
    utica: str, expected: str
) -> None:
    kinds = [None if kind == "-" else kind for kind in expected.split()]
    assert told(looks(utica)) == kinds


def test_it_says_since_when_nothing_was_told_and_what_kept_it_back() -> None:
    *_, record = looks("3.00 2.95 2.94 2.95 2.95 2.92")
    assert record.notice
    assert record.notice.told_before == week(1)
    [utica] = record.notice.regions
    assert (utica.region, utica.high, utica.fall) == ("utica", None, None)
    assert utica.kept_back == (
        "min_drop_cents is 5: $2.92 is 3 cents below $2.95, the high of 2025-02-03",
    )


def test_it_changes_no_high_so_small_falls_go_on_adding_up() -> None:
    records = looks("3.00 2.99 2.98 2.97 2.96 2.95")
    assert told(records)[4:] == ["quiet", "drop"]
    assert records[-1].notice
    assert records[-1].notice.regions[0].high == High(
        rows(utica="3.00")[0].prices["utica"], week(0)
    )


def test_with_turns_told_it_says_what_keeps_them_back_as_well() -> None:
    *_, record = looks("3.00 2.95 2.96 2.97 2.97 2.98", replace(QUIET, min_rise_cents=5))
    assert record.notice
    assert record.notice.regions[0].kept_back[-1] == (
        "min_rise_cents is 5: $2.98 is 3 cents above $2.95, the low of 2025-01-13"
    )


def test_what_a_record_of_version_1_0_does_not_tell_is_counted_from_it_on() -> None:
    *_, record = looks("3.00 3.00 3.00", replace(QUIET, quiet_weeks=None))
    item = to_item(DEFAULT, record)
    del item["told"]
    feed = rows(utica=" ".join(["3.00"] * 7))
    assert [
        bool(apply(QUIET, feed[:end], from_item(item)).records[-1].notice) for end in range(4, 8)
    ] == [False, False, False, True]


def test_the_articles_rule_can_give_it_too_and_stays_what_it_is() -> None:
    rule = Rule(("utica",), record="drops", quiet_weeks=4)
    records = looks("3.00 2.99 3.00 3.00 3.00 3.10 2.99 2.98", rule)
    assert [(record.week, kind) for record, kind in zip(records, told(records), strict=True)] == [
        (week(0), "first"),
        (week(1), "drop"),
        (week(5), "quiet"),
        (week(7), "drop"),
    ]
