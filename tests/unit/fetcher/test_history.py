"""The weeks from before the watch began: `fetcher.history`."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gas_prices.record import Record
from price_table import PriceTable
from tests.support.aws_faults import CrashError
from tests.support.feed_rows import body, rows, week
from tests.support.scripted_feed import ScriptedFeed, answer
from tests.unit.conftest import Crash
from tests.unit.fetcher.conftest import Fetch, Serve

ROWS = rows(albany="3.00 2.90 9.00 2.95 2.85")
Look = Callable[..., dict[str, Any]]


@pytest.fixture
def look(fetch: Fetch, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return a function that keeps the history of a feed, and looks at it."""
    monkeypatch.setenv("KEEP_HISTORY", "1")
    published = serve(answer(body(ROWS)))
    return lambda feed=published: fetch(feed)


def all_of(price_table: PriceTable) -> dict[date, Record | None]:
    return {row.week: price_table.get(row.week) for row in ROWS}


def test_all_weeks_of_the_feed_are_recorded_the_older_ones_telling_nobody(
    look: Look, serve: Serve, price_table: PriceTable
) -> None:
    published = serve(answer(body(ROWS)))

    assert look(published)["recorded"] == ["2025-02-03"]

    # By itself the feed gives a thousand, which it has by the end of 2026.
    assert [request.query["$limit"] for request in published.requests] == ["54", "2000"]
    newest, *older = price_table.records()
    assert newest.notice
    assert [record.week for record in older] == [week(number) for number in (3, 2, 1, 0)]
    assert {record.notice for record in older} == {None}
    assert "albany" in older[1].suspect
    assert all_of(price_table)[week(3)] == Record(week(3), ROWS[3].prices, {}, {}, {})


def test_afterwards_a_look_costs_one_small_read_more_and_nothing_of_the_feed(
    look: Look, serve: Serve, aws_calls: list[str]
) -> None:
    look()
    aws_calls.clear()
    published = serve(answer(body(ROWS)))

    look(published)

    assert aws_calls == ["Query", "Query"]
    assert len(published.requests) == 1


@pytest.mark.parametrize("after", range(1, 10))
def test_cut_off_anywhere_it_is_finished_by_the_next_look(
    look: Look, price_table: PriceTable, crash: Crash, after: int
) -> None:
    crash(after)
    with pytest.raises(CrashError):
        look()

    look()

    found = all_of(price_table)
    assert None not in found.values()
    assert [record.week for record in found.values() if record and record.notice] == [week(4)]


def test_a_feed_that_fails_in_between_costs_the_look_nothing(
    look: Look, serve: Serve, price_table: PriceTable
) -> None:
    fails_then: ScriptedFeed = serve(answer(body(ROWS)), answer(status=404), answer(body(ROWS)))

    assert look(fails_then)["recorded"] == ["2025-02-03"]
    assert len(list(price_table.records())) == 1
    look(fails_then)
    look(fails_then)
    assert len(list(price_table.records())) == 5


def test_a_week_that_is_there_is_not_touched(look: Look, price_table: PriceTable) -> None:
    by_hand = Record(week(3), {}, {}, {}, {}, notified_at="2025-02-01")
    price_table.insert(by_hand)
    look()
    assert price_table.get(week(3)) == by_hand
    assert price_table.get(week(2))
