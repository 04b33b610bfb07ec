"""A week by hand: `recorder.handler`."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from importlib import reload
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.item import ItemError
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from recorder import handler as recorder_handler
from tests.support.clock import StandingClock
from tests.unit.conftest import Upset

RULE = Rule(("buffalo", "utica"))
WEEK = "2025-01-27"
PRICES = {"buffalo": 3.05, "utica": 3.13}

Put = Callable[..., tuple[int, Any]]


@pytest.fixture
def put(table_name: str, context: LambdaContext, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Start a new recorder, and return a function that puts a week."""

    def put(
        prices: object = PRICES, week: str = WEEK, rule: Rule = RULE, **event: object
    ) -> tuple[int, Any]:
        monkeypatch.setenv("TABLE_NAME", table_name)
        monkeypatch.setenv("RULE", rule.to_json())
        reload(recorder_handler)
        monkeypatch.setattr(recorder_handler, "datetime", StandingClock)
        request = {"pathParameters": {"week": week}, "body": json.dumps({"prices": prices})}
        answer: Mapping[str, Any] = recorder_handler.handler({**request, **event}, context)
        return answer["statusCode"], json.loads(answer["body"])

    return put


def fill(price_table: PriceTable, recorded: Sequence[Row], before: str) -> list[Record]:
    """Record the weeks up to the last before a day, and return them, oldest first."""
    rows = [row for row in recorded if "2024-11-01" < str(row.week) < before]
    [played] = replay([RULE], windows(rows))
    for record in played.records:
        price_table.insert(record)
    return list(played.records)


@pytest.fixture
def before(price_table: PriceTable, recorded: Sequence[Row]) -> list[Record]:
    """The weeks up to the one before, recorded in the table."""
    return fill(price_table, recorded, WEEK)


@pytest.mark.usefixtures("before")
def test_a_week_is_recorded_by_the_rule_as_if_the_feed_had_brought_it(
    put: Put, price_table: PriceTable
) -> None:
    assert put() == (201, {"week": WEEK, "recorded": True, "told": ["buffalo", "utica"]})
    newest = price_table.newest()
    assert newest
    assert newest.notice
    assert newest.notice.recorded_at
    assert [str(told.price) for told in newest.notice.regions] == ["3.05", "3.13"]


@pytest.mark.usefixtures("before")
def test_the_same_again_changes_nothing_and_other_prices_are_refused(
    put: Put, price_table: PriceTable
) -> None:
    put()
    first = price_table.newest()
    assert put() == (200, {"week": WEEK, "recorded": True})
    assert put({**PRICES, "utica": 3.12})[0] == 409
    assert put(week="2025-01-20") == (409, {"error": f"weeks up to {WEEK} are recorded already"})
    assert price_table.newest() == first


@pytest.mark.usefixtures("before")
def test_a_price_that_is_not_credible_is_not_recorded(put: Put, price_table: PriceTable) -> None:
    newest = price_table.newest()
    status, answer = put({"buffalo": 3.11, "utica": 4.13})
    assert (status, answer["error"]) == (
        422,
        "utica 4.13 is not credible beside the prices before it",
    )
    assert price_table.newest() == newest


def test_where_no_price_is_recorded_to_judge_it_by_none_is(
    put: Put, price_table: PriceTable
) -> None:
    error = (
        "buffalo, utica: no price is recorded to judge it by; make look records what the feed has"
    )
    assert put() == (409, {"error": error})
    assert price_table.newest() is None


def test_a_week_that_is_no_news_any_more_is_told_nobody(
    put: Put, price_table: PriceTable, recorded: Sequence[Row]
) -> None:
    fill(price_table, recorded, "2024-12-30")
    assert put({"buffalo": 3.01, "utica": 3.01}, "2024-12-30") == (
        201,
        {"week": "2024-12-30", "recorded": True, "told": []},
    )


@pytest.mark.parametrize(
    ("prices", "week", "error"),
    [
        ({"buffalo": 3.11}, WEEK, "utica is missing: a week is recorded once, with all watched"),
        ({**PRICES, "bufalo": 3}, WEEK, "'bufalo' is not a region; allowed are new_york_state, "),
        (
            {**PRICES, "utica": "3.13"},
            WEEK,
            'utica: "3.13" is not a price, a number of dollars with',
        ),
        ({**PRICES, "utica": 0}, WEEK, "utica: 0.0 is not a price, a number of dollars with"),
        (
            {**PRICES, "utica": 3.1234},
            WEEK,
            "utica: 3.1234 is not a price, a number of dollars with",
        ),
        ({**PRICES, "utica": float("nan")}, WEEK, "the body is not like "),
        ([1], WEEK, "the body is not like "),
        ({**PRICES, "utica": "x" * 20_000}, WEEK, "the body is not like "),
        (PRICES, "2025-01-28", "week 2025-01-28 is not a Monday up to today"),
        (PRICES, "2025-02-10", "week 2025-02-10 is not a Monday up to today"),
        (PRICES, "x", "week is 'x', which is not a day like 2026-04-06"),
    ],
)
def test_what_is_no_week_or_no_price_is_refused_in_a_line(
    put: Put, price_table: PriceTable, prices: object, week: str, error: str
) -> None:
    status, answer = put(prices, week)
    assert status == 400
    assert answer["error"].startswith(error)
    assert price_table.newest() is None


@pytest.mark.usefixtures("before")
def test_a_body_can_come_packed(put: Put) -> None:
    body = b64encode(json.dumps({"prices": PRICES}).encode()).decode()
    assert put(body=body, isBase64Encoded=True)[0] == 201


@pytest.mark.usefixtures("before")
def test_where_only_drops_are_recorded_a_week_without_one_is_not(put: Put) -> None:
    rule = Rule(RULE.regions, record="drops")
    assert put({"buffalo": 3.40, "utica": 3.50}, rule=rule) == (
        200,
        {"week": WEEK, "recorded": False},
    )


def test_a_week_that_a_look_recorded_meanwhile_decides(
    put: Put, price_table: PriceTable, upset: Upset, before: list[Record]
) -> None:
    rival = apply(
        Rule(RULE.regions),
        [Row(record.week, record.prices) for record in before]
        + [Row(before[-1].week.fromisoformat(WEEK), {})],
        before[-1],
    )
    upset("dynamodb.PutItem", lambda: price_table.insert(rival.records[-1]))
    assert put() == (409, {"error": f"weeks up to {WEEK} are recorded already"})


@pytest.mark.parametrize(
    "reason", [EndpointConnectionError(endpoint_url="https://secret.example"), ItemError("prices")]
)
def test_a_table_that_cannot_be_read_is_said_without_the_reason(
    put: Put, upset: Upset, reason: Exception
) -> None:
    upset("dynamodb.Query", reason)
    assert put() == (503, {"error": "nothing can be recorded just now"})


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.sampled_from([*PRICES, *PRICES.values()]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.text(), st.sampled_from(["prices", *PRICES])), inner),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    week=st.one_of(st.just(WEEK), st.text()),
    event=st.fixed_dictionaries(
        {
            "isBase64Encoded": st.booleans(),
            "body": st.one_of(
                st.text(),
                JSON.map(json.dumps),
                st.dictionaries(st.sampled_from(["batavia", *PRICES]), JSON).map(
                    lambda prices: json.dumps({"prices": {**PRICES, **prices}})
                ),
            ),
        }
    ),
)
@example(week=WEEK, event={"body": '{"prices": {"utica": 1e999}}'})
@example(week=WEEK, event={"body": '{"prices": [1]}'})
@example(week=WEEK, event={"body": "[" * 9999})
@pytest.mark.usefixtures("before")
def test_nothing_that_is_put_makes_the_recorder_fail(
    put: Put, week: str, event: dict[str, object]
) -> None:
    status, answer = put(week=week, **event)
    assert status in {200, 201, 400, 409, 422}
    assert "\n" not in answer.get("error", "")
