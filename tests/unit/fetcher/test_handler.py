"""The fetcher as Lambda runs it: a feed on loopback, the table in moto."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from fetcher.feed import FeedError
from lambda_context import LambdaContext
from price_table import PriceTable
from tests.support.clock import NOW
from tests.support.feed_rows import body, rows, week
from tests.support.scripted_feed import ScriptedFeed, answer

Serve = Callable[..., ScriptedFeed]
Published = Callable[..., ScriptedFeed]
Fetch = Callable[..., dict[str, Any]]
Upset = Callable[..., None]


@pytest.fixture
def published(serve: Serve) -> Published:
    """Return a function that starts a feed with the prices of each region, week by week."""

    def published(**series: str) -> ScriptedFeed:
        return serve(answer(body(rows(**series))))

    return published


def weeks(*numbers: int) -> list[str]:
    return [week(number).isoformat() for number in numbers]


def drop(*regions: str) -> dict[str, object]:
    return {"kind": "drop", "regions": list(regions)}


class TestTheResult:
    def test_the_first_look_records_the_newest_week_and_tells_what_is_watched(
        self, published: Published, fetch: Fetch
    ) -> None:
        feed = published(albany="3.10 3.05", utica="3.20 3.20")
        assert fetch(feed, regions=("utica", "albany")) == {
            "newest_week": "2025-01-13",
            "recorded": ["2025-01-13"],
            "notice": {"kind": "first", "regions": ["utica", "albany"]},
            "suspect": {},
            "missing": [],
            "feed_url": feed.url,
        }

    def test_several_weeks_at_once_are_recorded_oldest_first(
        self, published: Published, fetch: Fetch, price_table: PriceTable
    ) -> None:
        fetch(published(albany="3.10"))
        result = fetch(published(albany="3.10 3.20 3.30 3.25"))
        assert result["recorded"] == weeks(1, 2, 3)
        assert result["notice"] == drop("albany")
        for number, price in ((1, "3.20"), (2, "3.30"), (3, "3.25")):
            record = price_table.get(week(number))
            assert record is not None
            assert record.prices == {"albany": Decimal(price)}

    def test_the_same_week_twice_is_recorded_and_told_once(
        self, published: Published, fetch: Fetch
    ) -> None:
        feed = published(albany="3.10")
        assert fetch(feed)["notice"] == {"kind": "first", "regions": ["albany"]}
        again = fetch(feed)
        assert again["newest_week"] == "2025-01-06"
        assert again["recorded"] == []
        assert again["notice"] is None

    def test_suspect_prices_are_in_it_as_they_were_written(
        self, published: Published, fetch: Fetch
    ) -> None:
        result = fetch(published(albany="3.10 3.10", utica="3.10 4.70", nassau="3.10 0.50"))
        assert result["suspect"] == {"nassau": "0.50", "utica": "4.70"}
        assert list(result["suspect"]) == ["nassau", "utica"]

    def test_watched_regions_without_a_price_are_in_it(
        self, published: Published, fetch: Fetch
    ) -> None:
        feed = published(albany="3.10", utica="3.10")
        result = fetch(feed, regions=("nassau", "utica", "ithaca"))
        assert result["missing"] == ["nassau", "ithaca"]

    @pytest.mark.parametrize("event", [{"source": "schedule"}, []], ids=repr)
    def test_any_event_will_do(self, published: Published, fetch: Fetch, event: object) -> None:
        assert fetch(published(albany="3.10"), event=event)["recorded"] == weeks(0)


def test_with_the_articles_rule_a_rise_is_not_recorded(
    published: Published, fetch: Fetch, price_table: PriceTable
) -> None:
    fetch(published(albany="3.10"), record="drops")
    result = fetch(published(albany="3.10 3.20"), record="drops")
    assert (result["newest_week"], result["recorded"]) == ("2025-01-13", [])
    assert price_table.get(week(1)) is None
    assert fetch(published(albany="3.10 3.20 3.05"), record="drops")["notice"] == drop("albany")


class TestWhatItAsksOfAWS:
    def test_one_query_and_one_put_for_each_new_week(
        self, published: Published, fetch: Fetch, aws_calls: list[str]
    ) -> None:
        fetch(published(albany="3.10", utica="3.10"))
        feed = published(albany="3.10 3.20 3.30", utica="3.10 3.20 3.30")
        aws_calls.clear()
        fetch(feed, regions=("albany", "utica"))
        assert aws_calls == ["Query", "PutItem", "PutItem"]
        assert len(feed.requests) == 1

    def test_one_query_and_no_more_when_nothing_is_new(
        self, published: Published, fetch: Fetch, aws_calls: list[str]
    ) -> None:
        feed = published(albany="3.10")
        fetch(feed)
        aws_calls.clear()
        fetch(feed)
        assert aws_calls == ["Query"]

    def test_a_feed_that_fails_is_raised_and_nothing_asked(
        self,
        serve: Serve,
        fetch: Fetch,
        aws_calls: list[str],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        broken, gone = serve(answer("[]")), serve(answer(status=404))
        with pytest.raises(FeedError) as raised:
            fetch(broken, gone)
        assert broken.url in str(raised.value)
        assert gone.url in str(raised.value)
        assert aws_calls == []
        assert capsys.readouterr().out == ""

    def test_a_week_that_a_rival_recorded_meanwhile_is_not_told_again(
        self, published: Published, fetch: Fetch, upset: Upset
    ) -> None:
        fetch(published(albany="3.10"))
        feed = published(albany="3.10 3.05")

        def rival() -> None:
            assert fetch(feed)["recorded"] == weeks(1)

        upset("dynamodb.PutItem", rival)
        late = fetch(feed)
        assert late["recorded"] == []
        assert late["notice"] is None
        assert late["newest_week"] == "2025-01-13"


class TestWhatItLogs:
    @pytest.fixture(autouse=True)
    def _every_level(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, logger="fetcher")

    def test_one_line_with_all_of_the_result(
        self, published: Published, fetch: Fetch, caplog: pytest.LogCaptureFixture
    ) -> None:
        result = fetch(published(albany="3.10 3.05"))
        [line] = caplog.records
        assert (line.levelno, line.message) == (logging.INFO, "looked at the feed")
        assert {name: vars(line)[name] for name in result} == result
        assert vars(line)["fault_count"] == 0

    def test_it_is_a_warning_when_a_price_is_missing(
        self, published: Published, fetch: Fetch, caplog: pytest.LogCaptureFixture
    ) -> None:
        fetch(published(albany="3.10 -", utica="3.10 3.10"))
        [line] = caplog.records
        assert line.levelno == logging.WARNING

    def test_suspect_prices_of_weeks_before_the_newest_are_told_with_their_week(
        self, published: Published, fetch: Fetch, caplog: pytest.LogCaptureFixture
    ) -> None:
        fetch(published(albany="3.10", utica="3.10"))
        caplog.clear()
        fetch(published(albany="3.10 3.10 3.10", utica="3.10 4.10 3.10"))
        [line] = caplog.records
        assert line.levelno == logging.WARNING
        assert vars(line)["suspect_weeks"] == {"2025-01-13": {"utica": "4.10"}}
        assert vars(line)["suspect"] == {}

    def test_a_suspect_price_of_a_feed_that_goes_backwards_is_that_of_its_own_week(
        self, published: Published, fetch: Fetch, caplog: pytest.LogCaptureFixture
    ) -> None:
        fetch(published(albany="3.10 3.10 3.10"))
        caplog.clear()
        fetch(published(albany="3.10 9.90"))
        [line] = caplog.records
        assert vars(line)["suspect_weeks"] == {"2025-01-13": {"albany": "9.90"}}

    def test_it_is_a_warning_that_tells_of_faults_the_first_twenty_and_their_number(
        self, serve: Serve, fetch: Fetch, caplog: pytest.LogCaptureFixture
    ) -> None:
        fetch(serve(answer(body(rows(albany="3.10"))[:-1] + b", 1" * 30 + b"]")))
        [line] = caplog.records
        assert line.levelno == logging.WARNING
        assert vars(line)["faults"] == ('row is not an object: "1"',) * 20
        assert vars(line)["fault_count"] == 30


class TestTheMetrics:
    @pytest.fixture
    def metrics(self, capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, Any]]:
        """Return a function that reads the one line that a run printed."""

        def metrics() -> dict[str, Any]:
            [line] = capsys.readouterr().out.splitlines()
            node: dict[str, Any] = json.loads(line)
            return node

        return metrics

    def test_a_run_prints_one_line_of_metrics(
        self,
        published: Published,
        fetch: Fetch,
        metrics: Callable[[], dict[str, Any]],
        context: LambdaContext,
    ) -> None:
        fetch(
            published(albany="3.10 3.05", utica="3.10 4.00", nassau="3 4", ithaca="3 -"),
            regions=("albany", "ithaca", "elmira", "batavia"),
        )
        line = metrics()
        # From Ithaca's last price, of Monday, 6 January, to Friday, 7 February.
        assert line["OldestPriceAge"] == 32
        assert line["SuspectPrices"] == 2
        assert line["MissingPrices"] == 3
        assert line["FunctionName"] == context.function_name
        assert line["_aws"]["Timestamp"] == NOW.timestamp() * 1000

    @pytest.mark.parametrize(
        ("utica", "days"),
        [
            pytest.param("3 3 - - -", 46, id="gone"),
            pytest.param("3 3 9 5 9", 46, id="suspect ever since"),
            pytest.param("- - - - -", 25, id="never there, so from the first look on"),
            pytest.param("3 3 3 3 3", 25, id="there"),
        ],
    )
    def test_the_oldest_of_the_watched_regions_newest_prices_is_named_with_its_age(
        self,
        serve: Serve,
        fetch: Fetch,
        metrics: Callable[[], dict[str, Any]],
        caplog: pytest.LogCaptureFixture,
        utica: str,
        days: int,
    ) -> None:
        caplog.set_level(logging.INFO)
        shown = rows(albany="3 3 3 3 3", utica=utica, nassau="3 3 3 3 3")
        earlier = [replace(row, week=row.week - timedelta(weeks=3)) for row in shown]
        fetch(serve(answer(body(earlier))), regions=("utica", "albany"))
        assert metrics()["OldestPriceAge"] == days
        assert vars(caplog.records[-1])["oldest_price"] == {
            "region": "utica",
            "week": str((NOW - timedelta(days=days)).date()),
        }


def test_old_weeks_alone_are_a_warning_and_no_first_notice(
    serve: Serve, published: Published, fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    [old] = rows(albany="1.99")
    result = fetch(serve(answer(body([replace(old, week=week(-40))]))))
    assert (result["recorded"], result["notice"]) == ([], None)
    assert caplog.records[-1].levelname == "WARNING"
    assert fetch(published(albany="1.90"))["notice"] == {"kind": "first", "regions": ["albany"]}


def test_a_week_after_today_is_not_recorded(published: Published, fetch: Fetch) -> None:
    # The first of these six Mondays to come is three days away.
    result = fetch(published(albany="3.10 3.11 3.12 3.13 3.14 3.15"))
    assert week(5) == (NOW + timedelta(days=3)).date()
    assert result["recorded"] == weeks(4)
