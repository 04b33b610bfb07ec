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
from gas_prices.outcome import apply
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
Meet = Callable[[FeedFault, Callable[..., object]], None]

PATIENT: Final = 10.0
"""Seconds of budget for the faults that are not about time, on a machine however busy."""
FAILED: Final = {name: fault for name, fault in FEED_FAULTS.items() if fault.failed}
SURVIVED: Final = {name: fault for name, fault in FEED_FAULTS.items() if not fault.failed}


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
    [record] = apply(Rule(EVERYWHERE), rows, None).records
    assert price_table.insert(replace(record, notice=None))


@pytest.fixture
def meet(
    feeds: Feeds,
    pauses: list[float],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Meet:
    """Return a function that has something look at a fault's feeds, and judges how it went."""

    def meet(fault: FeedFault, look: Callable[..., object]) -> None:
        # However busy the machine, no other read times out.
        monkeypatch.setattr(feed, "READ_TIMEOUT", 0.1 if fault.times_out else 30.0)
        faulty = feeds(*fault.feeds)
        caplog.clear()
        caplog.set_level(logging.INFO, logger="fetcher")
        started = time.monotonic()
        look(*faulty)
        assert time.monotonic() - started < (fault.budget or PATIENT) + 1
        lines = [shown(line) for line in caplog.records if line.name.startswith("fetcher")]
        assert len(lines) == len(fault.logged), lines
        for line, expected in zip(lines, fault.logged, strict=True):
            assert says(line, expected), line
            assert " at 0x" not in line
        assert tuple(len(one.requests) for one in faulty) == fault.requests
        assert tuple(pauses) == fault.pauses

    return meet


@pytest.mark.parametrize("fault", FAILED.values(), ids=FAILED)
def test_a_feed_is_given_up_on_as_its_row_of_the_table_says(
    fault: FeedFault, meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    def look(*faulty: ScriptedFeed | DeadAddress) -> None:
        with pytest.raises(FeedError) as raised:
            feed.read([one.url for one in faulty], NOW, fault.budget or feed.BUDGET)
        assert str(raised.value) == "; ".join(
            f"{vars(line)['feed_url']}: {vars(line)['reason']}"
            for line in caplog.records
            if line.message == "feed failed"
        )

    meet(fault, look)


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize("fault", SURVIVED.values(), ids=SURVIVED)
def test_a_look_comes_to_what_its_row_of_the_table_says(
    fault: FeedFault,
    meet: Meet,
    fetch: Fetch,
    price_table: PriceTable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, budget = feed.read, fault.budget or feed.BUDGET
    monkeypatch.setattr(feed, "read", lambda urls, today: read(urls, today, budget))
    meet(fault, lambda *faulty: fetch(*faulty, regions=EVERYWHERE))

    notices = {
        number: record.notice
        for number in range(len(WEEKS))
        if (record := price_table.get(week(number)))
    }
    assert tuple(WEEKS[number] for number in notices if number) == fault.recorded
    told = {
        WEEKS[number]: tuple(region.region for region in notice.regions)
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
    fetch(*feeds(*FEED_FAULTS[name].feeds), regions=EVERYWHERE)
    assert price_table.get(week(0)) == before
    assert price_table.get(week(-1)) is None


@pytest.mark.parametrize("region", REGIONS)
def test_one_bad_region_never_costs_the_other_sixteen(region: str) -> None:
    rule = Rule(EVERYWHERE)
    [before] = apply(rule, parse(published(OLD), NOW.date()).rows, None).records
    others = {other: Decimal("3.05") for other in EVERYWHERE if other != region}
    bad = ["null", '"-3"', '"305"', '"9.05"', '"?"', "[]", "NaN"]
    for cell in bad:
        rows = parse(new_cell(cell, region), NOW.date()).rows
        [record] = apply(rule, rows, before).records
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
    [before] = apply(rule, first, None).records
    [held_back] = apply(rule, second, before).records
    assert held_back.notice is None
    [record] = apply(rule, third, held_back).records
    assert record.notice is not None
    assert {told.region for told in record.notice.regions} >= REGIONS.keys() - {STATE}
