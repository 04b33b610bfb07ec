"""The feed over HTTP: a real server on loopback misbehaves in every way that a feed can."""

import gzip
import logging
import socket
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Final

import pytest

from fetcher import feed
from fetcher.feed import FeedError
from gas_prices.credible import Row
from tests.feed_rows import body, rows
from tests.scripted_feed import Script, ScriptedFeed, answer, drip, hang, head, late, raw

Serve = Callable[..., ScriptedFeed]

TODAY: Final = date(2025, 2, 7)
WEEKS: Final = rows(new_york_state="3.10 3.05", albany="3.00 -")
GOOD: Final = answer(body(WEEKS))
HTML: Final = "<html>\n<body>Bad Gateway</body>\n</html>"
PACKED: Final = gzip.compress(body(WEEKS))
ALL: Final = body(WEEKS)


@dataclass(frozen=True)
class Fault:
    """One way to misbehave, what the error then says, and how often the feed is asked."""

    script: Script
    reason: str
    requests: int = 1


FAULTS: Final = {
    "202, still computing": Fault(answer(status=202), "HTTP 202, attempt 3", 3),
    "202 with rows": Fault(answer(ALL, 202), "HTTP 202, attempt 3", 3),
    "204, nothing": Fault(raw(head(204)), "HTTP 204"),
    "301 to elsewhere": Fault(answer(status=301, Location="https://example.com/"), "HTTP 301"),
    "302 to itself": Fault(answer(ALL, 302, Location="/resource/nqur-w4p7.json"), "HTTP 302"),
    "304, not modified": Fault(raw(head(304)), "HTTP 304"),
    "400 in its envelope": Fault(
        answer('{"message": "No such column", "errorCode": "query.soql.no-such-column"}', 400),
        'HTTP 400: {"message": "No such column", "errorCode": "query.soql.no-such-column"}',
    ),
    "400 in the other envelope": Fault(
        answer('{"code": "query.bad", "error": true, "message": "Bad", "data": {}}', 400),
        'HTTP 400: {"code": "query.bad", "error": true, "message": "Bad", "data": {}}',
    ),
    "403 of a blocked network": Fault(answer("blocked", 403), "HTTP 403: blocked"),
    "404 in its envelope": Fault(
        answer('{"code":"dataset.missing","error":true,"message":"Not found"}', 404),
        'HTTP 404: {"code":"dataset.missing","error":true,"message":"Not found"}',
    ),
    "404 in the other envelope": Fault(
        answer('{"message":"Not found","errorCode":"dataset.missing"}', 404),
        'HTTP 404: {"message":"Not found","errorCode":"dataset.missing"}',
    ),
    "404 in HTML": Fault(answer(HTML, 404), "HTTP 404: <html> <body>Bad Gateway</body> </html>"),
    "404 that ends half way": Fault(answer("Not fo", 404, length=90), "HTTP 404"),
    "404 that is not gzip": Fault(answer("no", 404, Content_Encoding="gzip"), "HTTP 404"),
    "404 that hangs": Fault(hang(head(404, Content_Length="90") + b"Not fo"), "HTTP 404"),
    "404 without end": Fault(drip(head(404), b"no" * 50_000, 0), "HTTP 404"),
    "429, throttled": Fault(answer(status=429), "HTTP 429, attempt 3", 3),
    "500 in HTML": Fault(answer(HTML, 500), "HTTP 500, attempt 3", 3),
    "503 in HTML": Fault(answer(HTML, 503), "HTTP 503, attempt 3", 3),
    "503 that ends half way": Fault(answer(HTML, 503, length=900), "HTTP 503, attempt 3", 3),
    "503 that is not gzip": Fault(
        answer(HTML, 503, Content_Encoding="gzip"), "HTTP 503, attempt 3", 3
    ),
    "503 without end": Fault(drip(head(503), b"no" * 50_000, 0), "HTTP 503, attempt 3", 3),
    "599, whatever it is": Fault(answer(status=599), "HTTP 599, attempt 3", 3),
    "no answer": Fault(hang(), "Read timed out", 3),
    "half a head": Fault(hang(head()[:30]), "Read timed out", 3),
    "half a body": Fault(hang(head(Content_Length="900") + ALL), "Read timed out", 3),
    "hung up": Fault(raw(b""), "RemoteDisconnected"),
    "not HTTP": Fault(raw(b"SSH-2.0\r\n"), "BadStatusLine"),
    "a length that is no number": Fault(
        raw(head(Content_Length="5, 6") + ALL),
        "multiple unmatching values",
    ),
    "cut, with a length": Fault(
        answer(ALL[:90], length=len(ALL)),
        "IncompleteRead(90 bytes read",
    ),
    "cut, without a length": Fault(raw(head() + ALL[:90]), "not JSON: "),
    "cut, in chunks": Fault(
        raw(head(Transfer_Encoding="chunked") + b"5a\r\n" + ALL[:90] + b"\r\n5a\r\n"),
        "IncompleteRead(",
    ),
    "cut, packed": Fault(answer(PACKED[:40], Content_Encoding="gzip"), "not JSON: "),
    "gzip that is not": Fault(answer(ALL, Content_Encoding="gzip"), "failed to decode"),
    "packed in an unknown way": Fault(answer(ALL[::-1], Content_Encoding="x-zoo"), "not JSON: "),
    "nothing": Fault(answer(), "not JSON: Expecting value: line 1 column 1 (char 0)"),
    "HTML": Fault(answer(HTML), "not JSON: Expecting value: line 1 column 1 (char 0)"),
    "an object": Fault(answer('{"message": "no"}'), 'not an array: {"message": "no"}'),
    "no rows": Fault(answer("[]"), "no row with a price"),
    "a row without a price": Fault(
        answer('[{"date": "2025-01-06"}]'), "no row with a price; 2025-01-06 has no price"
    ),
    "a body without end": Fault(drip(head(), b" " * 100_000, 0), "more than 1000000 bytes"),
    "a body too large by a byte": Fault(answer(b" " * 1_000_001), "more than 1000000 bytes"),
    "a body that unpacks without end": Fault(
        answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"),
        "more than 1000000 bytes",
    ),
}

every_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


def read(*urls: str, budget: float = 10.0) -> feed.Answer:
    return feed.read(urls, TODAY, budget)


def by_week(found: feed.Answer) -> list[Row]:
    return sorted(found.rows.rows, key=lambda row: row.week)


@pytest.fixture
def refused() -> str:
    """The address of a feed where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/resource/nqur-w4p7.json"


@pytest.fixture
def pauses(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited between attempts, as long as they truly are, but in no time."""
    _ = serve
    waited: list[float] = []
    # Back to the true lengths, which `serve` had shortened.
    monkeypatch.undo()
    monkeypatch.setattr(
        feed, "time", SimpleNamespace(monotonic=time.monotonic, sleep=waited.append)
    )
    return waited


class TestAGoodAnswer:
    def test_it_is_read_in_one_request(self, serve: Serve) -> None:
        good = serve(GOOD)
        found = read(good.url)
        assert by_week(found) == WEEKS
        assert found.url == good.url
        assert len(good.requests) == 1

    def test_the_newest_fifty_three_weeks_are_asked_for(self, serve: Serve) -> None:
        good = serve(GOOD)
        read(good.url)
        assert good.requests[0].query == {"$order": "date DESC", "$limit": "53"}

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
    @every_fault
    def test_it_is_an_error_that_names_the_url_and_the_reason(
        self, serve: Serve, fault: Fault
    ) -> None:
        faulty = serve(fault.script)
        with pytest.raises(FeedError) as raised:
            read(faulty.url)
        message = str(raised.value)
        assert message.startswith(f"{faulty.url}: ")
        assert fault.reason in message
        assert message.isprintable()
        assert len(faulty.requests) == fault.requests

    @every_fault
    def test_the_next_url_is_asked(
        self, serve: Serve, fault: Fault, caplog: pytest.LogCaptureFixture
    ) -> None:
        faulty, good = serve(fault.script), serve(GOOD)
        found = read(faulty.url, good.url)
        assert by_week(found) == WEEKS
        assert found.url == good.url
        assert len(faulty.requests) == fault.requests
        [warning] = caplog.records
        assert (warning.levelno, warning.message) == (logging.WARNING, "feed failed")
        assert vars(warning)["feed_url"] == faulty.url
        assert fault.reason in vars(warning)["reason"]

    @pytest.mark.parametrize(
        "fault",
        [fault for fault in FAULTS.values() if fault.requests > 1],
        ids=[name for name, fault in FAULTS.items() if fault.requests > 1],
    )
    def test_it_is_forgiven_when_it_can_pass_and_does(
        self, serve: Serve, fault: Fault, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        faulty = serve(fault.script, fault.script, GOOD)
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


class TestNoConnection:
    def test_a_refused_connection_is_not_tried_again(
        self, refused: str, pauses: list[float]
    ) -> None:
        with pytest.raises(FeedError, match="Connection refused"):
            read(refused)
        assert pauses == []

    def test_a_refused_connection_falls_over_to_the_next_url(
        self, serve: Serve, refused: str
    ) -> None:
        assert by_week(read(refused, serve(GOOD).url)) == WEEKS

    def test_a_connection_that_takes_too_long_is_tried_again(
        self, pauses: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def time_out(*_arguments: object, **_options: object) -> None:
            raise TimeoutError

        monkeypatch.setattr("urllib3.util.connection.create_connection", time_out)
        with pytest.raises(FeedError, match=r"timed out.*, attempt 3"):
            read("http://127.0.0.1/")
        assert pauses == [0.5, 1.0]

    def test_a_name_that_nobody_knows_is_not_tried_again(
        self, pauses: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unknown(*_arguments: object, **_options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(FeedError, match="Name or service not known"):
            read("https://data.example/resource/nqur-w4p7.json")
        assert pauses == []

    def test_a_name_server_that_is_silent_costs_no_more_than_the_time_allowed(
        self, serve: Serve, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        silent = serve(hang())
        look_up = socket.getaddrinfo

        def wait(host: str, *arguments: int) -> object:
            if host == "data.example":
                silent.closing.wait()
            return look_up(host, *arguments)

        monkeypatch.setattr(socket, "getaddrinfo", wait)
        good = serve(GOOD)
        started = time.monotonic()
        found = read("http://data.example/resource/nqur-w4p7.json", good.url, budget=0.4)
        assert found.url == good.url
        assert time.monotonic() - started < 0.4


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
    def _patient_reads(self, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let no read time out by itself: only the time allowed for the whole can end it."""
        _ = serve
        monkeypatch.setattr(feed, "READ_TIMEOUT", 30.0)

    @pytest.mark.parametrize(
        "script",
        [
            pytest.param(hang(), id="no answer"),
            pytest.param(drip(b"", b"H", 0.02), id="a head that drips"),
            pytest.param(drip(head()[:-2], b"X-Drop: 1\r\n", 0.02), id="headers that drip"),
            pytest.param(drip(head(), b" ", 0.02), id="a body that drips"),
            pytest.param(
                drip(head(Transfer_Encoding="chunked"), b"1\r\n \r\n", 0.02), id="chunks that drip"
            ),
            pytest.param(
                drip(head(Transfer_Encoding="chunked"), b"0", 0.02),
                id="a length that drips",
            ),
            pytest.param(
                # The name of the packed file, without end.
                drip(head(Content_Encoding="gzip") + b"\x1f\x8b\x08\x08" + bytes(6), b"n", 0.02),
                id="a packed body that drips",
            ),
            pytest.param(hang(head(Content_Length="900") + ALL), id="half a body"),
        ],
    )
    def test_no_answer_outlasts_it(self, serve: Serve, script: Script) -> None:
        slow = serve(script)
        started = time.monotonic()
        with pytest.raises(FeedError, match="no whole answer in the time allowed"):
            read(slow.url, budget=0.2)
        assert time.monotonic() - started < 0.2 + 0.2
        assert len(slow.requests) == 1

    def test_a_url_that_hangs_leaves_the_others_their_share(self, serve: Serve) -> None:
        first, second, good = serve(hang()), serve(hang()), serve(late(0.1, GOOD))
        started = time.monotonic()
        assert read(first.url, second.url, good.url, budget=0.6).url == good.url
        assert time.monotonic() - started == pytest.approx(0.2 + 0.2 + 0.1, abs=0.08)

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


def test_a_body_that_unpacks_without_end_takes_little_memory(serve: Serve) -> None:
    bomb = serve(FAULTS["a body that unpacks without end"].script)
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="more than 1000000 bytes"):
            read(bomb.url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
