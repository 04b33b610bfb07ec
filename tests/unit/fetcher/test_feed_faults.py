"""Every fault of the feed, met by the fetcher as Lambda runs it."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from fetcher import feed
from fetcher.feed import FeedError
from fetcher.rows import parse
from gas_prices.regions import REGIONS, STATE
from gas_prices.rule import Rule
from price_table import PriceTable
from tests.support.clock import NOW
from tests.support.feed_faults import (
    ANY,
    EVERYWHERE,
    FEED_FAULTS,
    NEW,
    OLD,
    WEEKS,
    FeedFault,
    new_cell,
    published,
    row,
)
from tests.support.feed_rows import week
from tests.support.no_feed import DeadAddress
from tests.support.scripted_feed import ScriptedFeed

Feeds = Callable[..., list[ScriptedFeed | DeadAddress]]
Fetch = Callable[..., dict[str, Any]]

PATIENT: Final = 10.0
"""Seconds of budget for the faults that are not about time, on a machine however busy."""
EVERY_REGION: Final = tuple(EVERYWHERE)


def shown(line: logging.LogRecord) -> str:
    """Return what a line of the log says: level, message and what is wrong."""
    details = vars(line)
    wrong = [
        *([details["reason"]] if "reason" in details else []),
        *details.get("faults", []),
        *(f"{region} is suspect: {price}" for region, price in details.get("suspect", {}).items()),
        *(f"{region} is missing" for region in details.get("missing", [])),
    ]
    return f"{line.levelname} {line.getMessage()}" + (f": {'; '.join(wrong)}" if wrong else "")


def says(text: str, expected: str) -> bool:
    """Tell whether a text is the expected one, in which ANY stands for any words."""
    return bool(re.fullmatch(".*".join(map(re.escape, expected.split(ANY))), text))


@pytest.fixture
def _recorded(price_table: PriceTable) -> None:
    """Record the week that all faults come after, its own notice left out."""
    rows = parse(published(OLD), NOW.date()).rows
    [record] = Rule(EVERYWHERE).apply(rows, None).records
    assert price_table.insert(replace(record, notice=None))


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize("fault", FEED_FAULTS.values(), ids=FEED_FAULTS)
def test_a_fault_comes_to_what_its_row_of_the_table_says(
    fault: FeedFault,
    feeds: Feeds,
    fetch: Fetch,
    price_table: PriceTable,
    pauses: list[float],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However busy the machine, no other read times out.
    monkeypatch.setattr(feed, "READ_TIMEOUT", 0.1 if fault.times_out else 30.0)
    budget = fault.budget or feed.BUDGET
    read = feed.read
    monkeypatch.setattr(feed, "read", lambda urls, today: read(urls, today, budget))
    faulty = feeds(*fault.feeds)
    caplog.clear()
    caplog.set_level(logging.INFO, logger="fetcher")
    started = time.monotonic()

    result: dict[str, Any] | None = None
    error = ""
    try:
        result = fetch(*faulty, regions=EVERY_REGION)
    except FeedError as raised:
        error = str(raised)

    assert time.monotonic() - started < (fault.budget or PATIENT) + 1
    lines = [shown(line) for line in caplog.records if line.name.startswith("fetcher")]
    assert len(lines) == len(fault.logged), lines
    for line, expected in zip(lines, fault.logged, strict=True):
        assert says(line, expected), line
        assert " at 0x" not in line
    assert tuple(len(one.requests) for one in faulty) == fault.requests
    assert tuple(pauses) == fault.pauses
    assert (result is None) is fault.failed
    assert error == "; ".join(
        f"{vars(line)['feed_url']}: {vars(line)['reason']}"
        for line in caplog.records
        if fault.failed and line.message == "feed failed"
    )
    assert (tuple(result["recorded"]) if result else ()) == fault.recorded
    notices = {
        number: record.notice
        for number, label in enumerate(WEEKS)
        if label in fault.recorded and (record := price_table.get(week(number)))
    }
    assert len(notices) == len(fault.recorded)
    told = {
        week(number).isoformat(): tuple(region.region for region in notice.regions)
        for number, notice in notices.items()
        if notice
    }
    assert told == ({fault.recorded[-1]: fault.told} if fault.told else {})


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize("name", ["a revised week, and a new one", "a feed that goes backwards"])
def test_what_was_recorded_before_is_left_as_it_was(
    name: str, feeds: Feeds, fetch: Fetch, price_table: PriceTable
) -> None:
    before = price_table.get(week(0))
    fetch(*feeds(*FEED_FAULTS[name].feeds), regions=EVERY_REGION)
    assert price_table.get(week(0)) == before
    assert price_table.get(week(-1)) is None


@pytest.mark.parametrize("region", REGIONS)
def test_one_bad_region_never_costs_the_other_sixteen(region: str) -> None:
    rule = Rule(EVERYWHERE)
    [before] = rule.apply(parse(published(OLD), NOW.date()).rows, None).records
    others = {other: Decimal("3.05") for other in EVERYWHERE if other != region}
    bad = [
        "null",
        '""',
        '"-3"',
        '"0"',
        '"305"',
        '"9.05"',
        '"?"',
        "true",
        "[]",
        "{}",
        "NaN",
        "1e999",
    ]
    for cell in bad:
        rows = parse(new_cell(cell, region), NOW.date()).rows
        [record] = rule.apply(rows, before).records
        assert record.prices == others
        assert record.notice is not None
        assert [told.region for told in record.notice.regions] == list(others)


def test_a_state_price_that_misleads_holds_the_others_back_and_costs_none_its_fall() -> None:
    rule = Rule(EVERYWHERE)
    misleading = new_cell('"3.35"', STATE)
    mended = published(row(2, "3.05"), NEW, OLD)
    first, second, third = (
        parse(body, NOW.date()).rows for body in (published(OLD), misleading, mended)
    )
    [before] = rule.apply(first, None).records
    [held_back] = rule.apply(second, before).records
    assert held_back.notice is None
    [record] = rule.apply(third, held_back).records
    assert record.notice is not None
    assert {told.region for told in record.notice.regions} >= REGIONS.keys() - {STATE}
