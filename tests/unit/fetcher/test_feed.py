"""The feed over HTTP, from a server on loopback: good answers, retries and the time allowed."""

import gzip
import logging
import time
from collections.abc import Callable
from datetime import date
from typing import Final

import pytest

from fetcher import feed
from fetcher.feed import FeedError
from gas_prices.credible import Row
from tests.support.feed_faults import DAMAGED, REFUSED, UNANSWERED, FeedFault
from tests.support.feed_rows import body, rows, week
from tests.support.no_feed import DeadAddress, NoFeed
from tests.support.scripted_feed import Script, ScriptedFeed, answer, drip, hang, head, late, raw

Serve = Callable[..., ScriptedFeed]
Feeds = Callable[..., list[ScriptedFeed | DeadAddress]]

TODAY: Final = date(2025, 2, 7)
WEEKS: Final = rows(new_york_state="3.10 3.05", albany="3.00 -")
GOOD: Final = answer(body(WEEKS))
PACKED: Final = gzip.compress(body(WEEKS))
ALL: Final = body(WEEKS)

FAULTS: Final = {
    name: fault
    for name, fault in {**UNANSWERED, **REFUSED, **DAMAGED}.items()
    if fault.budget is None
}
"""What a feed is given up on for, but for what only the time allowed ends."""
MAY_PASS: Final = {
    name: script
    for name, fault in FAULTS.items()
    for script in fault.feeds
    if len(fault.pauses) > 1 and not isinstance(script, NoFeed)
}
"""What a feed is asked again for."""


def read(*urls: str, budget: float = 10.0) -> feed.Answer:
    return feed.read(urls, TODAY, budget)


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
            found = by_week(feed.read([generous.url], week(60)))
            assert (len(found), found[0].week) == (54, week(1))

    def test_it_is_read_in_one_request(self, serve: Serve) -> None:
        good = serve(GOOD)
        found = read(good.url)
        assert by_week(found) == WEEKS
        assert found.url == good.url
        assert len(good.requests) == 1

    def test_the_newest_fifty_four_weeks_are_asked_for(self, serve: Serve) -> None:
        good = serve(GOOD)
        read(good.url)
        assert good.requests[0].query == {"$order": "date DESC", "$limit": "54"}

    def test_the_later_urls_are_not_asked(self, serve: Serve) -> None:
        good, spare = serve(GOOD), serve(GOOD)
        assert read(good.url, spare.url).url == good.url
        assert spare.requests == []

    @pytest.mark.parametrize(
        "script",
        [
            pytest.param(answer(PACKED, Content_Encoding="gzip"), id="packed"),
            pytest.param(raw(head() + ALL), id="without a length"),
            pytest.param(
                raw(
                    head(Transfer_Encoding="chunked")
                    + b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (9, ALL[:9], len(ALL) - 9, ALL[9:])
                ),
                id="in chunks",
            ),
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
        good = serve(script)
        assert by_week(read(good.url)) == WEEKS
        assert len(good.requests) == 1

    def test_what_was_left_out_of_it_is_handed_on(self, serve: Serve) -> None:
        good = serve(answer(ALL.replace(b"3.00", b"3,00")))
        assert read(good.url).rows.faults == ('2025-01-06 albany is not a price: "3,00"',)

    def test_weeks_after_today_are_left_out(self, serve: Serve) -> None:
        found = feed.read([serve(GOOD).url], WEEKS[0].week)
        assert by_week(found) == WEEKS[:1]

    def test_no_proxy_or_password_of_the_environment_comes_between(
        self, serve: Serve, refused: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", refused)
        monkeypatch.delenv("no_proxy", raising=False)
        assert by_week(read(serve(GOOD).url)) == WEEKS


class TestAFault:
    @pytest.fixture(autouse=True)
    def _soon_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let a read time out soon, but not before a busy machine has answered."""
        monkeypatch.setattr(feed, "READ_TIMEOUT", 0.5)

    @pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
    def test_the_next_url_is_asked(self, feeds: Feeds, fault: FeedFault) -> None:
        faulty, good = feeds(*fault.feeds, GOOD)
        found = read(faulty.url, good.url)
        assert by_week(found) == WEEKS
        assert found.url == good.url

    @pytest.mark.parametrize("script", MAY_PASS.values(), ids=MAY_PASS)
    def test_it_is_forgiven_when_it_can_pass_and_does(
        self, serve: Serve, script: Script, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        faulty = serve(script, script, GOOD)
        assert by_week(read(faulty.url)) == WEEKS
        assert len(faulty.requests) == 3
        assert [record.message for record in caplog.records] == ["feed asked again"] * 2
        assert all(record.levelno == logging.INFO for record in caplog.records)

    def test_when_every_url_is_at_fault_the_error_tells_them_all(
        self, serve: Serve, refused: str
    ) -> None:
        faulty = serve(answer("[]"))
        with pytest.raises(FeedError) as raised:
            read(faulty.url, refused)
        first, second = str(raised.value).split("; ")
        assert first == f"{faulty.url}: no row with a price"
        assert second.startswith(f"{refused}: ")
        assert "refused" in second

    def test_a_long_reason_is_cut_short(self, serve: Serve) -> None:
        faulty = serve(answer("no " * 9_000, 400))
        with pytest.raises(FeedError) as raised:
            read(faulty.url)
        assert len(str(raised.value)) < 500


class TestPauses:
    def test_each_pause_is_twice_as_long_as_the_one_before(
        self, serve: Serve, pauses: list[float]
    ) -> None:
        with pytest.raises(FeedError):
            read(serve(answer(status=503)).url)
        assert pauses == [0.5, 1.0]

    @pytest.mark.parametrize(
        ("asked", "waited"),
        [
            pytest.param("1", [1.0, 1.0], id="a second"),
            pytest.param("7", [7.0, 7.0], id="seven seconds"),
            pytest.param("0", [0.5, 1.0], id="none"),
            pytest.param("3600", [10.0, 10.0], id="an hour"),
            pytest.param("9" * 400, [10.0, 10.0], id="for ever"),
            pytest.param("-1", [0.5, 1.0], id="less than none"),
            pytest.param("1.5", [0.5, 1.0], id="no whole number"),
            pytest.param("soon", [0.5, 1.0], id="garbage"),
            pytest.param("Fri, 31 Dec 1999 23:59:59 GMT", [0.5, 1.0], id="a date"),
            pytest.param("", [0.5, 1.0], id="nothing"),
        ],
    )
    @pytest.mark.parametrize("status", [202, 429, 503])
    def test_the_feed_may_ask_for_up_to_ten_seconds(
        self, serve: Serve, pauses: list[float], status: int, asked: str, waited: list[float]
    ) -> None:
        busy = serve(answer(status=status, Retry_After=asked))
        with pytest.raises(FeedError, match=f"HTTP {status}, attempt 3"):
            read(busy.url, budget=60)
        assert pauses == waited
        assert len(busy.requests) == 3

    def test_a_pause_that_would_outlast_the_time_allowed_is_not_made(
        self, serve: Serve, pauses: list[float]
    ) -> None:
        busy, good = serve(answer(status=429, Retry_After="9")), serve(GOOD)
        assert read(busy.url, good.url, budget=16).url == good.url
        assert pauses == []
        assert len(busy.requests) == 1


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

    def test_a_body_that_drips_is_hung_up_on(self, serve: Serve) -> None:
        slow = serve(drip(head(), b" ", 0.01))
        with pytest.raises(FeedError):
            read(slow.url, budget=0.1)
        assert slow.hung_up.wait(timeout=2)

    def test_a_body_without_end_is_hung_up_on(self, serve: Serve) -> None:
        endless = serve(drip(head(), b" " * 100_000, 0))
        with pytest.raises(FeedError):
            read(endless.url)
        assert endless.hung_up.wait(timeout=2)

    def test_by_itself_a_reading_takes_twenty_seconds_at_most(self, serve: Serve) -> None:
        # So says the fetcher's own timeout of two minutes, with the AWS calls on top.
        assert feed.BUDGET == 20
        assert feed.read([serve(GOOD).url], TODAY).rows.faults == ()
