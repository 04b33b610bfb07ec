"""The feed over HTTP, from a server on loopback: good answers, pauses and the time allowed.

What becomes of each fault stands in the table of `test_feed_faults.py`.
"""

import gzip
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

import pytest

from fetcher import feed
from fetcher.feed import FeedError
from gas_prices.credible import Row
from tests.support.clock import NOW
from tests.support.feed_rows import body, rows, week
from tests.support.no_feed import DeadAddress, NoFeed
from tests.support.scripted_feed import Script, ScriptedFeed, answer, drip, hang, head, late, raw

Serve = Callable[..., ScriptedFeed]
Feeds = Callable[..., list[ScriptedFeed | DeadAddress]]

WEEKS: Final = rows(new_york_state="3.10 3.05", albany="3.00 -")
ALL: Final = body(WEEKS)
GOOD: Final = answer(ALL)
PACKED: Final = gzip.compress(ALL)


def read(*urls: str, budget: float = 10.0) -> feed.Answer:
    return feed.read(urls, NOW, budget)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def by_week(found: feed.Answer) -> list[Row]:
    return sorted(found.rows.rows, key=lambda row: row.week)


@pytest.fixture
def refused(feeds: Feeds) -> str:
    """The address of a feed where nobody listens."""
    return feeds(NoFeed.REFUSED)[0].url


class TestAGoodAnswer:
    def test_of_more_rows_than_were_asked_for_the_newest_are_taken(self, serve: Serve) -> None:
        for weeks in (rows(albany="3.10 " * 55), rows(albany="3.10 " * 55)[::-1]):
            generous = serve(answer(body(weeks)))
            found = by_week(feed.read([generous.url], _midnight(week(60))))
            assert (len(found), found[0].week) == (54, week(1))

    def test_it_is_read_in_one_request_for_the_newest_fifty_four_weeks(self, serve: Serve) -> None:
        good, spare = serve(GOOD), serve(GOOD)
        found = read(good.url, spare.url)
        assert (by_week(found), found.url) == (WEEKS, good.url)
        (request,) = good.requests
        assert request.query == {"$order": "date DESC", "$limit": "54"}
        assert spare.requests == []

    @pytest.mark.parametrize(
        "script",
        [
            pytest.param(answer(PACKED, Content_Encoding="gzip"), id="packed"),
            pytest.param(raw(head() + ALL), id="without a length"),
            pytest.param(
                raw(
                    head(Transfer_Encoding="chunked", Content_Encoding="gzip")
                    + b"1\r\n\x1f\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED) - 1, PACKED[1:])
                ),
                id="packed and in chunks",
            ),
            pytest.param(answer(ALL + b" " * (1_000_000 - len(ALL))), id="just small enough"),
            pytest.param(answer(ALL, Content_Type="text/html"), id="with a wrong type"),
            pytest.param(late(0.05, GOOD), id="late but in time"),
        ],
    )
    def test_it_may_be_sent_in_any_way(self, serve: Serve, script: Script) -> None:
        assert by_week(read(serve(script).url)) == WEEKS

    def test_what_is_left_out_of_it_is_handed_on(self, serve: Serve) -> None:
        good = serve(answer(ALL.replace(b"3.00", b"3,00")))
        assert read(good.url).rows.faults == ('2025-01-06 albany is not a price: "3,00"',)
        assert by_week(feed.read([serve(GOOD).url], _midnight(WEEKS[0].week))) == WEEKS[:1]

    @pytest.mark.parametrize(
        ("told", "at"),
        [
            ("Fri, 07 Feb 2025 12:00:00 GMT", NOW.replace(hour=12, minute=0)),
            ("Sat, 08 Feb 2025 12:00:00 GMT", NOW),
            ("Fri, 07 Feb 2025 12:00:00 -0000", NOW),
            ("yesterday", NOW),
        ],
    )
    def test_it_was_given_when_it_says_unless_that_is_no_moment_of_the_past(
        self, serve: Serve, told: str, at: datetime
    ) -> None:
        assert read(serve(answer(ALL, Date=told)).url).at == at

    def test_where_all_have_old_weeks_alone_the_newest_are_taken(self, serve: Serve) -> None:
        years = [body([Row(week(number), WEEKS[0].prices)]) for number in (-9, -7, -8)]
        assert by_week(read(*(serve(answer(year)).url for year in years)))[0].week == week(-7)

    def test_no_proxy_or_password_of_the_environment_comes_between(
        self, serve: Serve, refused: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", refused)
        monkeypatch.delenv("no_proxy", raising=False)
        assert by_week(read(serve(GOOD).url)) == WEEKS


def test_a_fault_that_passes_is_forgiven(serve: Serve) -> None:
    faulty = serve(answer(status=503), answer(status=503), GOOD)
    assert by_week(read(faulty.url)) == WEEKS
    assert len(faulty.requests) == 3


def test_a_long_reason_is_cut_short(serve: Serve) -> None:
    with pytest.raises(FeedError) as raised:
        read(serve(answer("no " * 9_000, 400)).url)
    assert len(str(raised.value)) < 500


class TestPauses:
    @pytest.mark.parametrize(
        ("asked", "waited"),
        [
            pytest.param("7", [7.0, 7.0], id="seven seconds"),
            pytest.param("0", [0.5, 1.0], id="none"),
            pytest.param("9" * 400, [10.0, 10.0], id="for ever"),
            pytest.param("1.5", [0.5, 1.0], id="no whole number"),
            pytest.param("Fri, 31 Dec 1999 23:59:59 GMT", [0.5, 1.0], id="a date"),
        ],
    )
    def test_the_feed_may_ask_for_up_to_ten_seconds(
        self, serve: Serve, pauses: list[float], asked: str, waited: list[float]
    ) -> None:
        with pytest.raises(FeedError, match="HTTP 503, attempt 3"):
            read(serve(answer(status=503, Retry_After=asked)).url, budget=60)
        assert pauses == waited

    def test_a_pause_that_would_outlast_the_time_allowed_is_not_made(
        self, serve: Serve, pauses: list[float]
    ) -> None:
        busy, good = serve(answer(status=429, Retry_After="9")), serve(GOOD)
        assert read(busy.url, good.url, budget=16).url == good.url
        assert pauses == []


class TestTheTimeAllowed:
    @pytest.fixture(autouse=True)
    def _patient_reads(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let no read time out by itself: only the time allowed for the whole can end it."""
        monkeypatch.setattr(feed, "READ_TIMEOUT", 30.0)

    def test_a_url_that_hangs_leaves_the_others_their_share(self, serve: Serve) -> None:
        first, second, good = serve(hang()), serve(hang()), serve(late(0.1, GOOD))
        started = time.monotonic()
        assert read(first.url, second.url, good.url, budget=1.5).url == good.url
        # The first two had a third of the time each.
        assert time.monotonic() - started > 1.0

    def test_a_url_that_fails_at_once_leaves_all_the_time_to_the_next(
        self, serve: Serve, refused: str
    ) -> None:
        good = serve(late(0.3, GOOD))
        assert read(refused, good.url, budget=0.5).url == good.url

    @pytest.mark.parametrize("drop", [b" ", b" " * 100_000], ids=["that drips", "without end"])
    def test_a_body_that_does_not_come_to_an_end_is_hung_up_on(
        self, serve: Serve, drop: bytes
    ) -> None:
        slow = serve(drip(head(), drop, 0.01))
        with pytest.raises(FeedError):
            read(slow.url, budget=0.2)
        assert slow.hung_up.wait(timeout=2)

    def test_by_itself_a_reading_takes_twenty_seconds_at_most(self) -> None:
        # So says the fetcher's own timeout of two minutes, with the AWS calls on top.
        assert feed.BUDGET == 20
