"""The item of a record: what stands in the table, and what is said of one that is no record."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gas_prices.fuels import DEFAULT
from gas_prices.item import ItemError, from_item, to_item
from gas_prices.notice import Fall, High, Kind, Low, Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS

HIGH = High(Decimal("3.10"), date(2026, 3, 16))
FALL = Fall(HIGH, Low(Decimal("3.01"), date(2026, 3, 23)))

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
                fall=FALL,
                kept_back=("it has no price",),
            ),
        ),
        reason="falls from its highest since the last mail",
        recorded_at=datetime(2026, 4, 10, 21, 59, tzinfo=UTC),
        told_before=date(2026, 3, 9),
    ),
    notified_at="2026-04-10T22:00:00+00:00",
    falls={"albany": FALL},
    told=date(2026, 4, 6),
)

BARE = Record(week=date(2026, 4, 6), prices={}, suspect={}, highs={}, since={})


def item_with(path: str, *values: object) -> dict[str, Any]:
    """Return the whole item with another value at a dotted path, or none if none is given."""
    item: dict[str, Any] = to_item(DEFAULT, WHOLE)
    place: Any = item
    *names, last = path.split(".")
    for name in names:
        place = place[int(name) if name.isdigit() else name]
    place.pop(last)
    place.update((last, value) for value in values)
    return item


def test_a_record_is_written_as_an_item_that_people_can_read() -> None:
    high = {"price": Decimal("3.10"), "week": "2026-03-16"}
    fall = {"high": high, "low": {"price": Decimal("3.01"), "week": "2026-03-23"}}
    assert to_item(DEFAULT, WHOLE) == {
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
                    "high": high,
                    "lowest_since": "2025-11-03",
                    "known_since": "2025-04-07",
                    "falling_weeks": Decimal(2),
                    "week_ago": Decimal("3.06"),
                    "month_ago": Decimal("3.08"),
                    "year_ago": Decimal("3.20"),
                    "recent": [Decimal("3.10"), None, Decimal("3.04")],
                    "fall": fall,
                    "kept_back": ["it has no price"],
                }
            ],
            "reason": "falls from its highest since the last mail",
            "recorded_at": "2026-04-10T21:59:00+00:00",
            "told_before": "2026-03-09",
        },
        "notified_at": "2026-04-10T22:00:00+00:00",
        "falls": {"albany": fall},
        "told": "2026-04-06",
    }


def test_what_a_record_does_not_have_is_not_written() -> None:
    # The stream's filter lets an item through as soon as it has a notice.
    assert to_item(DEFAULT, BARE).keys() == {"fuel", "week", "prices", "suspect", "highs"}


dates = st.dates(date(2007, 10, 29), date(2030, 1, 7))
prices = st.decimals(Decimal(1), Decimal(15), places=2)
highs = st.builds(High, prices, dates)
falls = st.builds(Fall, highs, st.builds(Low, prices, dates))
regions = st.sampled_from(list(REGIONS))
maybe_date, maybe_price = st.none() | dates, st.none() | prices
told_regions = st.builds(
    RegionNotice,
    *(regions, prices, st.none() | highs, maybe_date, dates, st.integers(0, 52)),
    *(maybe_price, maybe_price, maybe_price, st.lists(maybe_price).map(tuple)),
    fall=st.none() | falls,
    kept_back=st.lists(st.text()).map(tuple),
)
notices = st.builds(
    Notice,
    kind=st.sampled_from(get_args(Kind)),
    regions=st.lists(told_regions, min_size=1).map(tuple),
    reason=st.text(),
    recorded_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    told_before=maybe_date,
)
# A region that never had a price has no high.
records = st.dictionaries(regions, st.tuples(st.none() | highs, dates)).flatmap(
    lambda told: st.builds(
        Record,
        week=dates,
        prices=st.dictionaries(regions, prices),
        # Nobody knows what may be published.
        suspect=st.dictionaries(regions, st.decimals(-9999, 9999, places=6)),
        highs=st.just({region: high for region, (high, _) in told.items() if high}),
        since=st.just({region: since for region, (_, since) in told.items()}),
        notice=st.none() | notices,
        notified_at=st.none() | st.text(),
        falls=st.dictionaries(regions, falls),
        told=maybe_date,
    )
)


def test_a_record_of_version_1_0_says_since_its_high_itself() -> None:
    old = item_with("highs.albany.since")
    assert from_item(old) == replace(WHOLE, since={"albany": date(2026, 4, 6)})


@given(records)
def test_any_record_comes_back_from_its_item(record: Record) -> None:
    assert from_item(to_item(DEFAULT, record)) == record


REGION = "notice.regions.0."


@pytest.mark.parametrize(
    "path",
    [
        "week",
        "prices",
        "suspect",
        "highs",
        "highs.albany.price",
        "highs.albany.week",
        "notice.kind",
        "notice.regions",
        "notice.reason",
        *(f"{REGION}{name}" for name in ("region", "price", "known_since", "falling_weeks")),
        f"{REGION}recent",
    ],
)
def test_a_missing_attribute_is_named(path: str) -> None:
    with pytest.raises(ItemError) as raised:
        from_item(item_with(path))
    assert str(raised.value) == f"{path.replace('.0.', '.').replace('.', ': ')} is missing"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("week", "April"),
        ("week", Decimal(20260406)),
        ("prices", "3.04"),
        ("prices", [Decimal(3)]),
        ("prices.albany", "3.04"),
        ("prices.albany", Decimal(0)),
        ("prices.albany", Decimal("NaN")),
        ("prices.albany", Decimal("1E+90")),
        ("suspect.utica", None),
        ("highs.albany", Decimal(3)),
        ("highs.albany.price", Decimal(0)),
        ("highs.albany.week", "2026-13-01"),
        ("highs.albany.since", Decimal(1)),
        ("notice", "drop"),
        ("notice", None),
        ("notice.kind", "rise"),
        ("notice.regions", None),
        ("notice.regions", []),
        ("notice.regions", ["albany"]),
        ("notice.reason", Decimal(1)),
        ("notice.recorded_at", "2026-04-10T21:59:00"),
        ("notified_at", Decimal(1)),
        ("falls.albany.low.price", Decimal(0)),
        ("told", "soon"),
        (f"{REGION}region", "gotham"),
        (f"{REGION}region", ["albany"]),
        (f"{REGION}price", "3.04"),
        (f"{REGION}high", "3.10"),
        (f"{REGION}high.price", Decimal(0)),
        (f"{REGION}falling_weeks", "two"),
        (f"{REGION}year_ago", None),
        (f"{REGION}recent", Decimal(3)),
        (f"{REGION}recent", ["3.04"]),
    ],
    ids=repr,
)
def test_an_attribute_that_is_not_what_it_must_be_is_named_with_its_value(
    path: str, value: object
) -> None:
    with pytest.raises(ItemError) as raised:
        from_item(item_with(path, value))
    assert str(raised.value) == f"{path.replace('.0.', '.').replace('.', ': ')} is {value!r}"
