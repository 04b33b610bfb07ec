"""The item of a record: what stands in the table, and what is said of one that is no record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gas_prices.item import ItemError, from_item, to_item
from gas_prices.notice import High, Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS

HIGH = High(Decimal("3.10"), date(2026, 3, 16))

WHOLE = Record(
    week=date(2026, 4, 6),
    prices={"albany": Decimal("3.04")},
    suspect={"utica": Decimal("9.04")},
    highs={"albany": High(Decimal("3.04"), date(2026, 4, 6))},
    since={"albany": date(2026, 3, 30)},
    notice=Notice(
        kind="drop",
        regions=(
            RegionNotice(
                region="albany",
                price=Decimal("3.04"),
                high=HIGH,
                lowest_since=date(2025, 11, 3),
                known_since=date(2025, 4, 7),
                falling_weeks=2,
                week_ago=Decimal("3.06"),
                month_ago=Decimal("3.08"),
                year_ago=Decimal("3.20"),
                recent=(Decimal("3.10"), None, Decimal("3.04")),
            ),
        ),
        reason="falls from its highest since the last mail",
    ),
    notified_at="2026-04-10T22:00:00+00:00",
)

BARE = Record(week=date(2026, 4, 6), prices={}, suspect={}, highs={}, since={})


def replaced(item: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return the item with another value at a dotted path."""
    name, _, rest = path.partition(".")
    return {**item, name: replaced(item[name], rest, value) if rest else value}


def without(item: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the item without the attribute at a dotted path."""
    name, _, rest = path.partition(".")
    if rest:
        return {**item, name: without(item[name], rest)}
    return {key: value for key, value in item.items() if key != name}


def test_a_record_is_written_as_an_item_that_people_can_read() -> None:
    assert to_item(WHOLE) == {
        "fuel": "gasoline",
        "week": "2026-04-06",
        "prices": {"albany": Decimal("3.04")},
        "suspect": {"utica": Decimal("9.04")},
        "highs": {
            "albany": {"price": Decimal("3.04"), "week": "2026-04-06", "since": "2026-03-30"}
        },
        "notice": {
            "kind": "drop",
            "regions": [
                {
                    "region": "albany",
                    "price": Decimal("3.04"),
                    "high": {"price": Decimal("3.10"), "week": "2026-03-16"},
                    "lowest_since": "2025-11-03",
                    "known_since": "2025-04-07",
                    "falling_weeks": Decimal(2),
                    "week_ago": Decimal("3.06"),
                    "month_ago": Decimal("3.08"),
                    "year_ago": Decimal("3.20"),
                    "recent": [Decimal("3.10"), None, Decimal("3.04")],
                }
            ],
            "reason": "falls from its highest since the last mail",
        },
        "notified_at": "2026-04-10T22:00:00+00:00",
    }


def test_what_a_record_does_not_have_is_not_written() -> None:
    # The stream's filter lets an item through as soon as it has a notice.
    assert to_item(BARE).keys() == {"fuel", "week", "prices", "suspect", "highs"}


@pytest.mark.parametrize("record", [WHOLE, BARE], ids=["with everything", "with nothing"])
def test_a_record_comes_back_from_its_item(record: Record) -> None:
    assert from_item(to_item(record)) == record


dates = st.dates(date(2007, 10, 29), date(2030, 1, 7))
prices = st.decimals(Decimal(1), Decimal(15), places=2)
highs = st.builds(High, prices, dates)
regions = st.sampled_from(list(REGIONS))
records = st.dictionaries(regions, st.tuples(highs, dates)).flatmap(
    lambda told: st.builds(
        Record,
        week=dates,
        prices=st.dictionaries(regions, prices),
        # Nobody knows what may be published.
        suspect=st.dictionaries(regions, st.decimals(-9999, 9999, places=6)),
        highs=st.just({region: high for region, (high, _) in told.items()}),
        since=st.just({region: since for region, (_, since) in told.items()}),
        notice=st.none()
        | st.builds(
            Notice,
            kind=st.sampled_from(["drop", "first"]),
            regions=st.lists(
                st.builds(
                    RegionNotice,
                    region=regions,
                    price=prices,
                    high=st.none() | highs,
                    lowest_since=st.none() | dates,
                    known_since=dates,
                    falling_weeks=st.integers(0, 52),
                    week_ago=st.none() | prices,
                    month_ago=st.none() | prices,
                    year_ago=st.none() | prices,
                    recent=st.lists(st.none() | prices).map(tuple),
                ),
                min_size=1,
            ).map(tuple),
            reason=st.text(),
        ),
        notified_at=st.none() | st.text(),
    )
)


def test_a_record_of_version_1_0_says_since_its_high_itself() -> None:
    old = without(to_item(WHOLE), "highs.albany.since")
    assert from_item(old) == replace(WHOLE, since={"albany": date(2026, 4, 6)})


@given(records)
def test_any_record_comes_back_from_its_item(record: Record) -> None:
    assert from_item(to_item(record)) == record


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("week", "week is missing"),
        ("prices", "prices is missing"),
        ("suspect", "suspect is missing"),
        ("highs", "highs is missing"),
        ("highs.albany.price", "highs: albany: price is missing"),
        ("highs.albany.week", "highs: albany: week is missing"),
        ("notice.kind", "notice: kind is missing"),
        ("notice.regions", "notice: regions is missing"),
        ("notice.reason", "notice: reason is missing"),
    ],
    ids=lambda value: value.removesuffix(" is missing"),
)
def test_a_missing_attribute_is_named(path: str, message: str) -> None:
    with pytest.raises(ItemError) as raised:
        from_item(without(to_item(WHOLE), path))
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["region", "price", "known_since", "falling_weeks", "recent"])
def test_a_missing_attribute_of_a_region_is_named(name: str) -> None:
    item = to_item(WHOLE)
    del item["notice"]["regions"][0][name]
    with pytest.raises(ItemError) as raised:
        from_item(item)
    assert str(raised.value) == f"notice: regions: {name} is missing"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("week", "April", "week is 'April'"),
        ("week", Decimal(20260406), "week is Decimal('20260406')"),
        ("prices", "3.04", "prices is '3.04'"),
        ("prices", [Decimal(3)], "prices is [Decimal('3')]"),
        ("prices.albany", "3.04", "prices: albany is '3.04'"),
        ("prices.albany", Decimal(0), "prices: albany is Decimal('0')"),
        ("prices.albany", Decimal("-0.01"), "prices: albany is Decimal('-0.01')"),
        ("prices.albany", Decimal("NaN"), "prices: albany is Decimal('NaN')"),
        ("prices.albany", Decimal("1E+90"), "prices: albany is Decimal('1E+90')"),
        ("suspect.utica", None, "suspect: utica is None"),
        ("highs.albany", Decimal(3), "highs: albany is Decimal('3')"),
        ("highs.albany.price", Decimal(0), "highs: albany: price is Decimal('0')"),
        ("highs.albany.week", "2026-13-01", "highs: albany: week is '2026-13-01'"),
        ("highs.albany.since", Decimal(1), "highs: albany: since is Decimal('1')"),
        ("notice", "drop", "notice is 'drop'"),
        ("notice", None, "notice is None"),
        ("notice.kind", "rise", "notice: kind is 'rise'"),
        ("notice.regions", None, "notice: regions is None"),
        ("notice.regions", [], "notice: regions is []"),
        ("notice.regions", ["albany"], "notice: regions is ['albany']"),
        ("notice.reason", Decimal(1), "notice: reason is Decimal('1')"),
        ("notified_at", Decimal(1), "notified_at is Decimal('1')"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value),
)
def test_an_attribute_that_is_not_what_it_must_be_is_named_with_its_value(
    path: str, value: object, message: str
) -> None:
    with pytest.raises(ItemError) as raised:
        from_item(replaced(to_item(WHOLE), path, value))
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("region", "gotham", "region is 'gotham'"),
        ("region", ["albany"], "region is ['albany']"),
        ("price", "3.04", "price is '3.04'"),
        ("high", "3.10", "high is '3.10'"),
        ("high", {"price": Decimal(0)}, "high: price is Decimal('0')"),
        ("falling_weeks", "two", "falling_weeks is 'two'"),
        ("year_ago", None, "year_ago is None"),
        ("recent", Decimal(3), "recent is Decimal('3')"),
        ("recent", ["3.04"], "recent is ['3.04']"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value),
)
def test_an_attribute_of_a_region_that_is_not_what_it_must_be_is_named(
    name: str, value: object, message: str
) -> None:
    item = to_item(WHOLE)
    item["notice"]["regions"][0][name] = value
    with pytest.raises(ItemError) as raised:
        from_item(item)
    assert str(raised.value) == f"notice: regions: {message}"
